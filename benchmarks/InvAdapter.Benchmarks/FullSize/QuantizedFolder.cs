using InvAdapter.Imaging;
using InvAdapter.Quantization;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>A full-size model in float and, beside it, its copy in int8, which is deleted again.</summary>
internal sealed class QuantizedFolder : IDisposable
{
    private QuantizedFolder(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Writes the model where it is new, and quantises it; prints what came of that.</summary>
    /// <param name="model">The model in float16.</param>
    /// <param name="threads">Threads of the calls meanwhile; 0 for one a core.</param>
    /// <param name="cancellation">Stops it; nothing stays then.</param>
    /// <returns>Null where there is no room for both, which the error stream says.</returns>
    public static async Task<QuantizedFolder?> WriteAsync(FullSizeFolder model, int threads, CancellationToken cancellation)
    {
        if (!FolderRoom.Suffices(System.IO.Path.GetDirectoryName(model.Path)!, (model.IsNew ? 2 : 1) * FullSizeModel.SizeInBytes(ElementType.Float16)))
            return null;
        if (model.IsNew)
            FullSizeModel.Write(model.Path);
        var quantized = new QuantizedFolder($"{model.Path}-int8-{Guid.NewGuid():N}");
        try
        {
            // Scales are found on one small call: they decide what comes out, not how long it takes. Layers stay in float only where they always do.
            QuantizationReport report = await Quantizer.QuantizeAsync(
                model.Path,
                quantized.Path,
                new QuantizationOptions { Prompts = [BenchmarkModel.Prompt], GuidanceScales = [1], Steps = 1, Size = new ImageSize(256, 256), MaxLayerError = double.PositiveInfinity, Threads = threads },
                cancellation: cancellation);
            Console.WriteLine($"{report.Int8Layers} of {report.Layers.Length} layers in int8; the UNet's file {Size.Of(report.BytesBefore)} before, {Size.Of(report.BytesAfter)} now; error of a prediction {report.UNetError:F4}");
            return quantized;
        }
        catch
        {
            quantized.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
