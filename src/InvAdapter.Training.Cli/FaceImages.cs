using InvAdapter.FaceWorld;
using InvAdapter.Training.Data;

namespace InvAdapter.Training.Cli;

/// <summary>Drawn faces as images to train on: samples of one split, drawn when they are asked for.</summary>
internal sealed class FaceImages : IImageSource, IDisposable
{
    private readonly FaceDataset _faces;
    private readonly FacePainter _painter;

    /// <summary>Describes the images.</summary>
    /// <param name="split">Whose faces.</param>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <param name="count">Number of different images, 1 or more.</param>
    public FaceImages(DatasetSplit split, int side, int count = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _faces = new FaceDataset(split);
        _painter = new FacePainter(side);
        Count = count;
    }

    public int Count { get; }

    public int Width => _painter.Side;

    public int Height => _painter.Side;

    public string Description => $"drawn faces, {_faces.Split.Name}";

    public void Read(int index, Span<float> values)
    {
        FaceSample sample = _faces.Sample(index);
        _painter.Paint(sample.Identity, sample.Scene).ToPlanar(values);
    }

    public void Dispose() => _painter.Dispose();
}
