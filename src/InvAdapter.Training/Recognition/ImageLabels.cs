using System.Collections.Immutable;

namespace InvAdapter.Training.Recognition;

/// <summary>What is true of one image.</summary>
/// <param name="Person">Who is in it, 0 to below <see cref="ILabelledImages.People"/>.</param>
/// <param name="Classes">The person's classes, one for each of <see cref="ILabelledImages.IdentityClasses"/>.</param>
/// <param name="Measures">The person's measures, one for each of <see cref="ILabelledImages.IdentityMeasures"/>, about -1 to 1.</param>
/// <param name="Facts">The scene's classes, one for each of <see cref="ILabelledImages.SceneFacts"/>; <see cref="NotApplicable"/> where it has no such thing.</param>
public sealed record ImageLabels(int Person, ImmutableArray<int> Classes, ImmutableArray<float> Measures, ImmutableArray<int> Facts)
{
    /// <summary>The class of what a scene does not have; neither learnt nor measured.</summary>
    public const int NotApplicable = -1;
}
