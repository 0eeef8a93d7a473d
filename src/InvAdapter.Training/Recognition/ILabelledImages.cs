using System.Collections.Immutable;
using InvAdapter.Training.Data;

namespace InvAdapter.Training.Recognition;

/// <summary>Images of people, with what is true of them.</summary>
public interface ILabelledImages : IImageSource
{
    /// <summary>How many people occur.</summary>
    int People { get; }

    /// <summary>What a person is one of several classes of; may be empty.</summary>
    ImmutableArray<ClassLabel> IdentityClasses { get; }

    /// <summary>Names of what a person has more or less of; may be empty.</summary>
    ImmutableArray<string> IdentityMeasures { get; }

    /// <summary>What a scene is one of several classes of.</summary>
    ImmutableArray<ClassLabel> SceneFacts { get; }

    /// <summary>An image's labels; the same for the same number.</summary>
    /// <param name="index">0 to below <see cref="IImageSource.Count"/>.</param>
    ImageLabels Labels(int index);
}
