using System.Collections.Immutable;
using InvAdapter.FaceWorld;
using InvAdapter.Training.Recognition;

namespace InvAdapter.Training.Cli;

/// <summary>Drawn faces with their labels: some people of one split, each in the same number of scenes, person after person.</summary>
internal sealed class LabelledFaces : ILabelledImages, IDisposable
{
    private static readonly FactKind[] s_facts = Enum.GetValues<FactKind>();

    private readonly FaceDataset _faces;
    private readonly FacePainters _painters;
    private readonly int _scenes;

    /// <summary>Describes the images.</summary>
    /// <param name="split">Whose faces.</param>
    /// <param name="side">Pixels across and down, 64 to 512.</param>
    /// <param name="people">How many people, the split's first ones.</param>
    /// <param name="scenes">In how many scenes each, 1 or more; every one of them has a scene of its own.</param>
    public LabelledFaces(DatasetSplit split, int side, int people, int scenes)
    {
        if (scenes < 1 || (long)people * scenes > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(scenes), scenes, $"Use 1 to {int.MaxValue / Math.Max(1, people)} scenes for {people} people.");
        _faces = new FaceDataset(split, people: people);
        _painters = new FacePainters(side);
        _scenes = scenes;
    }

    public int Count => People * _scenes;

    public int Width => _painters.Side;

    public int Height => _painters.Side;

    public int People => _faces.People;

    public string Description => $"drawn faces, {_faces.Split.Name}, {People} people";

    public ImmutableArray<ClassLabel> IdentityClasses { get; } = [.. FaceLabels.IdentityClasses.Select(label => new ClassLabel(label.Name, label.Count))];

    public ImmutableArray<string> IdentityMeasures { get; } = [.. FaceLabels.IdentityMeasures];

    public ImmutableArray<ClassLabel> SceneFacts { get; } = [.. s_facts.Select(kind => new ClassLabel(kind.ToString(), SceneFact.ClassCount(kind)))];

    public void Read(int index, Span<float> values) => _painters.Paint(Sample(index), values);

    public ImageLabels Labels(int index)
    {
        FaceSample sample = Sample(index);
        return new ImageLabels(
            sample.Person,
            [.. FaceLabels.ClassesOf(sample.Identity)],
            [.. FaceLabels.MeasuresOf(sample.Identity)],
            [.. FaceLabels.FactsOf(sample.Scene).Select(fact => fact == SceneFact.NotApplicable ? ImageLabels.NotApplicable : fact)]);
    }

    public void Dispose() => _painters.Dispose();

    // Splits are millions of seeds apart, and 256 times that is more than an index can be: no two splits share a scene.
    private FaceSample Sample(int index) => _faces.Sample(index / _scenes, (_faces.Split.FirstSeed << 8) + index);
}
