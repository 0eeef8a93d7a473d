using System.Collections.Immutable;
using System.Globalization;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>The whole-call comparisons on one model.</summary>
internal sealed class ReportRun(BenchmarkModel model, bool isShort, int rounds, CancellationToken cancellation)
{
    private readonly int _steps = isShort ? 2 : 10;
    private readonly int _images = isShort ? 2 : 8;

    public Report Run()
    {
        var machine = new MachineDescription();
        var peaks = MachinePeaks.Measure(isShort ? 2 : 10);
        return new Report(machine, peaks, model.Name, model.Shape.Width, rounds, [.. Comparisons(peaks)]);
    }

    private IEnumerable<ComparisonResult> Comparisons(MachinePeaks peaks)
    {
        using (AdaptedCalls calls = AdaptedCalls.Prepare(model))
            yield return UNetCalls(calls, peaks).Measure(rounds, cancellation);
        yield return Enrolments().Measure(rounds, cancellation);
        using Identity identity = model.Enroll(new EnrollmentOptions { Steps = _steps });
        yield return Generations(identity).Measure(rounds, cancellation);
    }

    private Comparison UNetCalls(AdaptedCalls calls, MachinePeaks peaks)
    {
        string plain = Limit([], peaks);
        string adapted = Limit(model.Parts.Adapter.Sites, peaks);
        return new Comparison("one UNet call")
            .Add("plain", () => Noted(calls.Plain, plain))
            .Add("capturing", () => Noted(calls.Capturing, plain))
            .Add("adapted, embedded, every token", () => Noted(() => calls.Adapted(Fusion.Embedded), adapted))
            .Add("adapted, decoupled, every token", () => Noted(() => calls.Adapted(Fusion.Decoupled), adapted))
            .Add("projecting an identity's timestep", calls.Project);
    }

    /// <summary>What a call would take with every operation of its layers' definitions at the machine's peak. (Wide convolutions on the CPU take fewer.)</summary>
    private string Limit(IEnumerable<AttentionSite> adapted, MachinePeaks peaks)
    {
        double operations = UNetOperations.Count(model.Parts.Folder, model.Shape.Width, model.Text.Tokens, adapted);
        return string.Create(CultureInfo.InvariantCulture, $"{operations / 1e9:F2} GFLOP, limit {operations / Math.Max(peaks.MatMul, peaks.Convolution) / 1e6:F2} ms");
    }

    private static string Noted(Action run, string note)
    {
        run();
        return note;
    }

    private Comparison Enrolments()
    {
        var comparison = new Comparison($"one enrolment, {_steps} steps");
        AddEnrolment(comparison, "DDIM", new EnrollmentOptions());
        AddEnrolment(comparison, "DDIM, features from a replay", new EnrollmentOptions { Source = FeatureSource.Replay });
        ImmutableArray<IInverter> inverters = isShort
            ? [new FixedPointInverter(2, tolerance: 0)]
            : [new FixedPointInverter(2, tolerance: 0), new FixedPointInverter(5, tolerance: 0), new FixedPointInverter(10, tolerance: 0), new FixedPointInverter(10, 0.02)];
        foreach (IInverter inverter in inverters)
            AddEnrolment(comparison, inverter.ToString()!, new EnrollmentOptions { Inverter = inverter });
        return comparison;
    }

    private void AddEnrolment(Comparison comparison, string name, EnrollmentOptions options)
    {
        double? error = null;
        comparison.Add(name, () =>
        {
            using Identity identity = model.Enroll(options with { Steps = _steps });

            // Only the first run, which is not measured, also reconstructs.
            error ??= model.ReconstructionError(options.Inverter, _steps);
            return string.Create(CultureInfo.InvariantCulture, $"{identity.Origin.UNetCalls} UNet calls, reconstruction error {error:F4}");
        });
    }

    private Comparison Generations(Identity identity) => new Comparison($"{_images} images of one identity, {_steps} guided steps")
        .Add("one call, batches of one", () => Generate(identity, 0, _images, 1))
        .Add($"one call, batches of {_images}", () => Generate(identity, 0, _images, _images))
        .Add($"{_images} calls", () => Singles(identity))
        .Add("one call without identity", () => Generate(null, 0, _images, 1));

    private string Singles(Identity identity)
    {
        for (int i = 0; i < _images; i++)
            Generate(identity, i, 1, 1);
        return "";
    }

    private string Generate(Identity? identity, int firstSeed, int images, int batch)
    {
        GenerationResult result = model.Generate(new GenerationRequest(BenchmarkModel.Prompt)
        {
            Identity = identity,
            Seeds = [.. Enumerable.Range(firstSeed, images).Select(seed => (long)seed)],
            Steps = _steps,
            BatchSize = batch,
        });
        return string.Create(CultureInfo.InvariantCulture, $"{result.UNetCalls} UNet calls");
    }
}
