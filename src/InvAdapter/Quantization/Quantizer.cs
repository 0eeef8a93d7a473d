namespace InvAdapter.Quantization;

/// <summary>Makes a model folder whose UNet runs in int8 from one in floating point. docs/quantization.md has the formulae.</summary>
public static class Quantizer
{
    /// <summary>Quantises a folder: draws with it, watches its layers, rounds those that bear it, and measures what that costs.</summary>
    /// <param name="source">A Stable Diffusion 1.x or 2.x folder in Hugging Face's layout, left as it is.</param>
    /// <param name="target">The folder to make. It appears only when it is complete.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told behind each UNet call, and while the folder is written.</param>
    /// <param name="cancellation">Stops within one UNet call, and leaves nothing behind.</param>
    /// <returns>What was done; the folder holds the same as <c>unet/quantization.json</c>.</returns>
    /// <exception cref="DirectoryNotFoundException">The source is not there, or the folder that the target is to lie in.</exception>
    /// <exception cref="IOException">The target is there and not empty, or can't be written.</exception>
    /// <exception cref="ArgumentException">The target lies in the source, the size is no multiple of the autoencoder's, or no layer has a name that is to be kept.</exception>
    /// <exception cref="ModelFormatException">The source can't be run, or is quantised already; the message names the file, the item and both values.</exception>
    /// <exception cref="InvalidFileException">One of the source's files is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="InferenceException">A layer is given or gives values that are no finite numbers, or the runtime fails.</exception>
    public static Task<QuantizationReport> QuantizeAsync(
        string source,
        string target,
        QuantizationOptions? options = null,
        IProgress<PipelineProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(source);
        ArgumentException.ThrowIfNullOrWhiteSpace(target);
        return Task.Run(() => QuantizationRun.Start(source, target, options ?? new QuantizationOptions(), progress, cancellation), cancellation);
    }
}
