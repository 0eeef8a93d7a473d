using InvAdapter.Graphs;
using InvAdapter.Runtime;

namespace InvAdapter;

/// <summary>How a model folder is loaded.</summary>
public sealed record PipelineOptions
{
    private readonly int _clipSkip;
    private readonly long _projectionCacheBytes = 2L << 30;

    /// <summary>Where the networks run. The CPU by default.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu();

    /// <summary>
    /// What the networks compute in; null for what the provider prefers: float16 on GPUs, on the CPU int8 where the folder was quantised and float32
    /// elsewhere. Int8 needs a folder that was quantised, and is the UNet's alone. Autoencoders that overflow in float16 stay in float32.
    /// </summary>
    public GraphPrecision? Precision { get; init; }

    /// <summary>Which files to read where a folder has several, as in <c>fp16</c>; null for the plain ones.</summary>
    public string? Variant { get; init; }

    /// <summary>A trained adapter's <c>.safetensors</c> file; null for training-free reference attention.</summary>
    public string? AdapterPath { get; init; }

    /// <summary>How many of the text encoder's last layers to leave out; 0 for none.</summary>
    public int ClipSkip
    {
        get => _clipSkip;
        init => _clipSkip = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(ClipSkip), value, "Skip 0 layers or more.");
    }

    /// <summary>Memory for identity keys and values that are kept between images, in bytes; 2 GiB by default. What doesn't fit is projected anew for each run.</summary>
    public long ProjectionCacheBytes
    {
        get => _projectionCacheBytes;
        init => _projectionCacheBytes = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(ProjectionCacheBytes), value, "Use 0 bytes or more.");
    }
}
