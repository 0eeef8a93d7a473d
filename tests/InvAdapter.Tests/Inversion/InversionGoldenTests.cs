using System.Globalization;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Inversion;

public class InversionGoldenTests
{
    public static IEnumerable<TheoryDataRow<string, int>> FixedPoints =>
        from folder in GoldenFolders.Pipelines
        from name in GoldenPipeline.Open(folder).Names
        where name.StartsWith("fixed_point.", StringComparison.Ordinal) && name.EndsWith(".trajectory", StringComparison.Ordinal)
        select new TheoryDataRow<string, int>(folder, int.Parse(name.Split('.')[1], CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Plain_inversion_walks_as_diffusers_does_and_replays_as_it_does(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        InversionResult inversion = Invert(golden, new DdimInverter());

        Assert.Equal(golden.Numbers("inv.timesteps").Select(t => (int)t), inversion.Trajectory.Timesteps);
        Assert.Equal(inversion.Trajectory.Steps, inversion.Calls);
        for (int i = 0; i < inversion.Trajectory.Points.Length; i++)
            Close.To(golden.Latents("inv.trajectory", i).Values, inversion.Trajectory.Points[i].Values, Close.Run, $"z after {i} steps");

        int row = 0;
        Close.To(golden.Latents("inv.replay", row++).Values, inversion.Trajectory.Noise.Values, Close.Run, "replay start");
        foreach (Latents z in new DdimSampler(Denoiser(golden), Schedule(golden)).Denoise(inversion.Trajectory.Noise, TestContext.Current.CancellationToken))
            Close.To(golden.Latents("inv.replay", row++).Values, z.Values, Close.Run, $"replay {row - 1}");
        Assert.Equal(golden.Shape("inv.replay")[0], row);
    }

    [Theory]
    [MemberData(nameof(FixedPoints))]
    public void Fixed_point_inversion_walks_as_the_reference_does_and_comes_back_as_close(string folder, int iterations)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        InversionResult inversion = Invert(golden, new FixedPointInverter(iterations, tolerance: 0, relaxed: false));
        Latents drawn = new DdimSampler(Denoiser(golden), Schedule(golden)).Run(inversion.Trajectory.Noise, TestContext.Current.CancellationToken);

        Assert.Equal(inversion.Trajectory.Steps * iterations, inversion.Calls);
        for (int i = 0; i < inversion.Trajectory.Points.Length; i++)
            Close.To(golden.Latents($"fixed_point.{iterations}.trajectory", i).Values, inversion.Trajectory.Points[i].Values, Close.Run, $"z after {i} steps");
        Close.To(golden.Numbers($"fixed_point.{iterations}.reconstruction"), drawn.Values, Close.Run, "reconstruction");
        Assert.Equal(golden.Facts.GetProperty($"fixed_point.{iterations}.rms_error").GetDouble(), Rms.Distance(golden.Numbers("inv.z0"), drawn.Values), 1e-3);
    }

    [Fact]
    public void A_tolerance_saves_calls_and_keeps_residuals_below_it()
    {
        GoldenPipeline golden = GoldenPipeline.Open(Path.Combine(GoldenFolders.InRepository, "tiny-sd15"));
        const double tolerance = 0.05;
        InversionResult inversion = Invert(golden, new FixedPointInverter(60, tolerance));

        Assert.All(inversion.Residuals, residual => Assert.InRange(residual, 0, tolerance));
        Assert.InRange(inversion.Calls, inversion.Trajectory.Steps, 60 * inversion.Trajectory.Steps - 1);
    }

    internal static DdimSchedule Schedule(GoldenPipeline golden) =>
        SchedulerConfiguration.Load(golden.Folder).Build(golden.Facts.GetProperty("inversion_steps").GetInt32());

    internal static PromptedDenoiser Denoiser(GoldenPipeline golden) => new(golden.UNet, golden.Embedding(golden.Facts.GetProperty("negative_index").GetInt32()));

    private static InversionResult Invert(GoldenPipeline golden, IInverter inverter) =>
        inverter.Invert(Denoiser(golden), Schedule(golden), golden.Latents("inv.z0"), TestContext.Current.CancellationToken);
}
