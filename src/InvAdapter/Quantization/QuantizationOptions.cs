using System.Collections.Immutable;
using InvAdapter.Imaging;

namespace InvAdapter.Quantization;

/// <summary>How a model folder is quantised.</summary>
public sealed record QuantizationOptions
{
    private readonly ImmutableArray<string> _prompts =
    [
        "a portrait photo of a woman in a red hat",
        "a man with a beard reading in a library, oil painting",
        "a city street at night in the rain, neon lights",
        "a mountain lake at sunrise, wide landscape",
    ];

    private readonly ImmutableArray<double> _guidanceScales = [7.5, 1];
    private readonly ImmutableArray<string> _keepFloat = ["conv_in", "conv_out", "time_embedding", "time_emb_proj"];
    private readonly int _steps = 8;
    private readonly int _threads;
    private readonly double _maxLayerError = 0.05;

    /// <summary>What is drawn to see activations, one image a prompt; at least one.</summary>
    public ImmutableArray<string> Prompts
    {
        get => _prompts;
        init => _prompts = value is { IsDefaultOrEmpty: false } && value.All(prompt => prompt is not null)
            ? value
            : throw new ArgumentException("Give one prompt or more, none of them null.", nameof(Prompts));
    }

    /// <summary>Guidance scales, 1 (none) to 100, in turn for one prompt after another; at least one.</summary>
    public ImmutableArray<double> GuidanceScales
    {
        get => _guidanceScales;
        init => _guidanceScales = value is { IsDefaultOrEmpty: false } && value.All(scale => scale is >= 1 and <= 100)
            ? value
            : throw new ArgumentException("Give one guidance scale or more, each 1 to 100.", nameof(GuidanceScales));
    }

    /// <summary>Timesteps from noise to image at which activations are seen, 1 to 1000.</summary>
    public int Steps
    {
        get => _steps;
        init => _steps = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 1 to 1000 steps.");
    }

    /// <summary>Seed of the first prompt's noise; the others follow.</summary>
    public long Seed { get; init; }

    /// <summary>Size of the images that are drawn; null for the model's own. A smaller one is faster and sees less.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>
    /// Layers that are further off than this stay in floating point: root mean square of a layer's error in int8 over that of its result, on the inputs
    /// that were seen. 0 keeps every layer, infinity none.
    /// </summary>
    public double MaxLayerError
    {
        get => _maxLayerError;
        init => _maxLayerError = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxLayerError), value, "Use an error of 0 or more.");
    }

    /// <summary>
    /// Layers that stay in floating point whatever their error, by their names or parts of these between dots; each must be there. By default the first
    /// and the last convolution, and what only sees the timestep: hardly any of a call's work, and all the rest depends on it.
    /// </summary>
    public ImmutableArray<string> KeepFloat
    {
        get => _keepFloat;
        init => _keepFloat = value is { IsDefault: false } && !value.Any(string.IsNullOrWhiteSpace)
            ? value
            : throw new ArgumentException("Give names of layers or parts of names, none of them empty.", nameof(KeepFloat));
    }

    /// <summary>Which weight files to read where a folder has several, as in <c>fp16</c>; null for the plain ones. The result is loaded by the same.</summary>
    public string? Variant { get; init; }

    /// <summary>CPU threads; 0 uses one for each physical core. Quantisation runs on the CPU, as its results do.</summary>
    public int Threads
    {
        get => _threads;
        init => _threads = value is >= 0 and <= 1024 ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Use 0 (one a core) to 1024 threads.");
    }

    /// <summary>Whether a layer is one of <see cref="KeepFloat"/>.</summary>
    internal bool Keeps(string layer) => KeepFloat.Any(part => IsPart(part, layer));

    /// <summary>Whether something is a layer's name, or a part of it between dots.</summary>
    internal static bool IsPart(string part, string layer) => $".{layer}.".Contains($".{part}.", StringComparison.Ordinal);
}
