using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.TestModels;
using InvAdapter.Weights;
using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>PyTorch's own ONNX export of Stable Diffusion 1.5's UNet, on ONNX Runtime as anybody would run it.</summary>
internal sealed class StockExport : IDisposable
{
    private const string WeightsFile = "weights.bin";
    private const int Side = 320;

    private readonly InferenceSession _session;

    private StockExport(InferenceSession session) => _session = session;

    /// <summary>Bytes of the export's weights in float32.</summary>
    public static long WeightBytes { get; } = FullSizeModel.UNetSizeInBytes(ElementType.Float32);

    /// <summary>Puts a graph and random weights into a folder, as the export's files lie.</summary>
    /// <param name="graph">The export's graph, without its weights.</param>
    /// <param name="folder">An existing folder.</param>
    /// <returns>The graph's new place.</returns>
    public static string Write(string graph, string folder)
    {
        string copy = Path.Combine(folder, Path.GetFileName(graph));
        File.Copy(graph, copy, overwrite: true);
        using FileStream stream = File.Create(Path.Combine(folder, WeightsFile));
        TensorSource numbers = RandomWeights.Tensor("weights", [WeightBytes / sizeof(float) / Side, Side], ElementType.Float32, seed: 1);
        numbers.WriteTo(stream);
        return copy;
    }

    /// <summary>Loads the export with the runtime's own defaults, but for the number of threads.</summary>
    /// <param name="graph">The graph's file.</param>
    /// <param name="threads">Threads; 0 for one a core.</param>
    /// <param name="profile">What the name of a file begins with that runs are recorded in; null for none.</param>
    public static StockExport Load(string graph, int threads, string? profile)
    {
        using var options = new SessionOptions { IntraOpNumThreads = threads, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        OnnxSession.Record(options, profile);
        return new StockExport(new InferenceSession(graph, options));
    }

    /// <summary>Predicts the noise in latents.</summary>
    public void Predict(Latents latents, long timestep, TextEmbedding text)
    {
        LatentShape shape = latents.Shape;
        using OrtValue sample = OrtValue.CreateTensorValueFromMemory(latents.Values.ToArray(), [shape.Batch, shape.Channels, shape.Height, shape.Width]);
        using OrtValue steps = OrtValue.CreateTensorValueFromMemory(new[] { timestep }, [1]);
        using OrtValue states = OrtValue.CreateTensorValueFromMemory(text.Values.ToArray(), [1, text.Tokens, text.Width]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(
            run, ["sample", "timestep", "encoder_hidden_states"], [sample, steps, states], ["out_sample"]);
    }

    /// <summary>Writes what was recorded.</summary>
    /// <returns>The file.</returns>
    public string EndProfile() => _session.EndProfiling();

    public void Dispose() => _session.Dispose();
}
