using System.Collections.Immutable;
using InvAdapter.Training.Recognition;

namespace InvAdapter.Training.Tests.Recognition;

/// <summary>Small images of waves: their colours are who it is, their direction and contrast are the scene.</summary>
internal sealed class StripedPeople(int first, int people, int scenes = 4, int side = 16) : ILabelledImages
{
    public int Count => people * scenes;

    public int Width => side;

    public int Height => side;

    public int People => people;

    public string Description => $"striped people from {first} on";

    public ImmutableArray<ClassLabel> IdentityClasses => [new("strongest", 3)];

    public ImmutableArray<string> IdentityMeasures => ["red", "green", "blue"];

    public ImmutableArray<ClassLabel> SceneFacts => [new("direction", 2), new("contrast", 2)];

    public void Read(int index, Span<float> values)
    {
        ImageLabels labels = Labels(index);
        float phase = 0.9f * index;
        for (int i = 0; i < values.Length; i++)
        {
            (int channel, int y, int x) = (i / (side * side), i / side % side, i % side);
            float wave = MathF.Sin(phase + 0.8f * (labels.Facts[0] == 0 ? x : y));
            values[i] = 0.4f * labels.Measures[channel] + (labels.Facts[1] > 0 ? 0.5f : 0.2f) * wave;
        }
    }

    /// <summary>Every third image has no contrast to tell.</summary>
    public ImageLabels Labels(int index)
    {
        int person = index / scenes;
        float[] colours = [.. Enumerable.Range(0, 3).Select(channel => MathF.Sin((first + person) * (1.3f + 1.1f * channel) + channel))];
        int strongest = Array.IndexOf(colours, colours.Max());
        return new ImageLabels(person, [strongest], [.. colours], [index % 2, index % 3 == 0 ? ImageLabels.NotApplicable : index / 2 % 2]);
    }
}
