using InvAdapter.FaceWorld;
using InvAdapter.Training.Data;

namespace InvAdapter.Training.Cli;

/// <summary>Drawn faces as images to train on: samples of one split, drawn when they are asked for.</summary>
internal sealed class FaceImages : IImageSource, IDisposable
{
    private readonly FaceDataset _faces;
    private readonly FacePainters _painters;

    /// <summary>Describes the images.</summary>
    /// <param name="split">Whose faces.</param>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <param name="count">Number of different images, 1 or more.</param>
    public FaceImages(DatasetSplit split, int side, int count = 1_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _faces = new FaceDataset(split);
        _painters = new FacePainters(side);
        Count = count;
    }

    public int Count { get; }

    public int Width => _painters.Side;

    public int Height => _painters.Side;

    public string Description => $"drawn faces, {_faces.Split.Name}";

    public void Read(int index, Span<float> values) => _painters.Paint(_faces.Sample(index), values);

    public void Dispose() => _painters.Dispose();
}
