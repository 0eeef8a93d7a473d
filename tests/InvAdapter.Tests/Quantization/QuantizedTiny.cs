using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Quantization;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Pipeline;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Quantization;

/// <summary>The tiny model, and a folder that was quantised from it once for all tests.</summary>
public sealed class QuantizedTiny : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Few calls, at every noise level, with and without guidance.</summary>
    public static QuantizationOptions Quick { get; } = new() { Prompts = ["a portrait of a woman", "a city at night"], Steps = 3, Threads = 1 };

    public string Float => _folder.At("float");

    public string Int8 => _folder.At("int8");

    public QuantizationReport Report { get; private set; } = null!;

    internal ProgressLog Progress { get; } = new();

    public async ValueTask InitializeAsync()
    {
        TinyModel.CopyTo(Float);
        Report = await Quantizer.QuantizeAsync(Float, Int8, Quick, Progress, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy of the quantised folder's UNet that may be damaged.</summary>
    public string CopyUNet(TemporaryFolder place)
    {
        foreach (string file in Directory.GetFiles(Path.Combine(Int8, "unet")))
            File.Copy(file, place.At(Path.GetFileName(file)));
        return place.Path;
    }

    /// <summary>Loads the UNet of a model folder.</summary>
    public static UNet Load(string folder, GraphPrecision precision) => LoadUNet(Path.Combine(folder, "unet"), precision);

    /// <summary>Loads a UNet's own folder.</summary>
    public static UNet LoadUNet(string folder, GraphPrecision precision)
    {
        using WeightFolder weights = WeightFolder.Open(folder, "diffusion_pytorch_model");
        return UNet.Load(UNetConfiguration.Load(Path.Combine(folder, "config.json")), weights, ExecutionProvider.Cpu(1), precision);
    }

    /// <summary>One call on latents, a timestep and a text that calibration has not seen.</summary>
    internal static float[] Predict(UNet unet, int batch = 1, FeatureCapture? capture = null)
    {
        var latents = new Latents(new LatentShape(batch, 4, 8, 12));
        for (int i = 0; i < batch; i++)
            new InvAdapter.Scheduling.TorchGenerator(1234 + i).Fill(latents.Sample(i));
        var prediction = new Latents(latents.Shape);
        unet.Predict(new NoiseQuery { Latents = latents, Timestep = 400, Text = TinyPipeline.Networks.Embedding(0), Capture = capture }, prediction);
        return prediction.Values.ToArray();
    }

    /// <summary>Root mean square of the differences over that of what is expected.</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        (double error, double power) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
            (error, power) = (error + Math.Pow((double)actual[i] - expected[i], 2), power + Math.Pow(expected[i], 2));
        return Math.Sqrt(error / power);
    }
}
