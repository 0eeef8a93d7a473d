namespace InvAdapter.Training.Data;

/// <summary>Images of one size to train on. Several threads ask at once.</summary>
public interface IImageSource
{
    /// <summary>Number of images.</summary>
    int Count { get; }

    /// <summary>Pixels across.</summary>
    int Width { get; }

    /// <summary>Pixels down.</summary>
    int Height { get; }

    /// <summary>What tells these images from others, for people and for resumed runs.</summary>
    string Description { get; }

    /// <summary>Reads or draws an image; the same for the same number.</summary>
    /// <param name="index">0 to below <see cref="Count"/>.</param>
    /// <param name="values">Takes [3, height, width], -1 for black to 1 for full.</param>
    void Read(int index, Span<float> values);
}
