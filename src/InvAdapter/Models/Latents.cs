namespace InvAdapter.Models;

/// <summary>Latents z of one or more images: float32 values [B,C,h,w] in host memory, at the UNet's scale.</summary>
public sealed class Latents
{
    private readonly float[] _values;

    /// <summary>Makes latents that are zero.</summary>
    /// <param name="shape">Their size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is not positive.</exception>
    public Latents(LatentShape shape)
        : this(shape, new float[Checked(shape).Length])
    {
    }

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="shape">Their size.</param>
    /// <param name="values">The values, row by row.</param>
    /// <exception cref="ArgumentException">There are not as many values as the shape says.</exception>
    public Latents(LatentShape shape, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != Checked(shape).Length)
            throw new ArgumentException($"Latents {shape} take {shape.Length} values, but {values.Length} came.", nameof(values));
        Shape = shape;
        _values = values;
    }

    /// <summary>Their size.</summary>
    public LatentShape Shape { get; }

    /// <summary>The values, row by row.</summary>
    public Span<float> Values => _values;

    internal Memory<float> Memory => _values;

    /// <summary>The values of one image, [C,h,w].</summary>
    /// <param name="index">Index of the image, below the batch size.</param>
    public Span<float> Sample(int index) => _values.AsSpan(index * Shape.SampleLength, Shape.SampleLength);

    /// <summary>A copy with memory of its own.</summary>
    public Latents Clone() => new(Shape, (float[])_values.Clone());

    private static LatentShape Checked(LatentShape shape) =>
        shape is { Batch: > 0, Channels: > 0, Height: > 0, Width: > 0 }
            ? shape
            : throw new ArgumentOutOfRangeException(nameof(shape), shape, "Latents need positive sizes.");
}
