using System.Collections.Immutable;

namespace InvAdapter.Training.Adapters;

/// <summary>A loss beside the noise's, for which a recogniser looks at what the adapter would draw.</summary>
/// <remarks>
/// Eyes, brows and mouth are few pixels, and hardly count in a squared error over all of them; who somebody is shows there. The recogniser that
/// results are judged with should be another one: trained with another seed, and better on other people too.
/// </remarks>
public sealed record IdentityLossOptions
{
    private readonly ImmutableArray<string> _recognizers = [];
    private readonly double _weight = 0.1;
    private readonly DrawingOptions? _drawing;

    /// <summary>
    /// Folders of the recognisers, one or more, as <see cref="Recognition.RecognizerTrainer"/> makes them; they stay as they are. The mean of what they find counts: what
    /// pleases one by accident hardly pleases another too.
    /// </summary>
    public required ImmutableArray<string> Recognizers
    {
        get => _recognizers;
        init => _recognizers = value is { IsDefaultOrEmpty: false } && value.All(folder => !string.IsNullOrWhiteSpace(folder))
            ? value
            : throw new ArgumentException("Name the folder of one recogniser or more.", nameof(Recognizers));
    }

    /// <summary>What it counts beside the noise's loss, above 0.</summary>
    public double Weight
    {
        get => _weight;
        init => _weight = value is > 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(Weight), value, "Use a number above 0.");
    }

    /// <summary>
    /// How pictures are drawn from noise for the recogniser, which is dear; null to show it what each step's prediction means as a clean picture,
    /// weighted by ᾱ_t.
    /// </summary>
    public DrawingOptions? Drawing
    {
        get => _drawing;
        init => _drawing = value is null || value.LearningSteps <= value.Steps
            ? value
            : throw new ArgumentException($"{value.LearningSteps} of {value.Steps} steps can't learn.", nameof(Drawing));
    }
}
