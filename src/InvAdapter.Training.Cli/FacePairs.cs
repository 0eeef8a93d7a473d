using InvAdapter.FaceWorld;
using InvAdapter.Training.Data;

namespace InvAdapter.Training.Cli;

/// <summary>Drawn faces in pairs of one person: image 2n is a reference, image 2n + 1 the same person in a scene of its own.</summary>
internal sealed class FacePairs : ICaptionedImages, IDisposable
{
    private readonly FaceDataset _faces;
    private readonly FacePainters _painters;
    private readonly int _pairs;

    /// <param name="split">Whose faces.</param>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <param name="pairs">Number of pairs, 1 or more.</param>
    public FacePairs(DatasetSplit split, int side, int pairs)
    {
        _pairs = pairs is >= 1 and <= int.MaxValue / 2 ? pairs : throw new ArgumentException($"--pairs {pairs}: use 1 or more.");
        _faces = new FaceDataset(split);
        _painters = new FacePainters(side);
    }

    public int Count => 2 * _pairs;

    public int Width => _painters.Side;

    public int Height => _painters.Side;

    public string Description => $"pairs of drawn faces, {_faces.Split.Name}";

    public void Read(int index, Span<float> values) => _painters.Paint(Sample(index), values);

    public string Caption(int index) => Sample(index).Caption.Text;

    public long Subject(int index) => Sample(index).Person;

    public void Dispose() => _painters.Dispose();

    private FaceSample Sample(int index)
    {
        FacePair pair = _faces.Pair(index / 2);
        return index % 2 == 0 ? pair.Reference : pair.Target;
    }
}
