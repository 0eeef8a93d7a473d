using System.Collections.Immutable;
using InvAdapter.Training.Data;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Some images and their labels, in the same order.</summary>
internal sealed record LabelledBatch(ImageBatch Images, ImmutableArray<ImageLabels> Labels)
{
    public static LabelledBatch Read(ILabelledImages images, ReadOnlySpan<int> indices)
    {
        ImmutableArray<ImageLabels>.Builder labels = ImmutableArray.CreateBuilder<ImageLabels>(indices.Length);
        foreach (int index in indices)
            labels.Add(images.Labels(index));
        return new LabelledBatch(ImageBatch.Read(images, indices), labels.MoveToImmutable());
    }

    /// <summary>Who, [B].</summary>
    public Tensor People() => Column(labels => labels.Person);

    /// <summary>One of the people's classes, [B].</summary>
    public Tensor Class(int index) => Column(labels => labels.Classes[index]);

    /// <summary>One of the scenes' classes, [B].</summary>
    public Tensor Fact(int index) => Column(labels => labels.Facts[index]);

    /// <summary>How many images have one of the scenes' classes.</summary>
    public int Applicable(int fact) => Labels.Count(labels => labels.Facts[fact] != ImageLabels.NotApplicable);

    /// <summary>The people's measures, [B, measures].</summary>
    public Tensor Measures() => tensor(Labels.SelectMany(labels => labels.Measures).ToArray(), [Labels.Length, Labels[0].Measures.Length]);

    private Tensor Column(Func<ImageLabels, int> value) => tensor(Labels.Select(labels => (long)value(labels)).ToArray());
}
