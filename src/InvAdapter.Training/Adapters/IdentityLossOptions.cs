namespace InvAdapter.Training.Adapters;

/// <summary>A loss beside the noise's, for which a recogniser looks at what the adapter would draw.</summary>
/// <remarks>
/// Eyes, brows and mouth are few pixels, and hardly count in a squared error over all of them; who somebody is shows there. The recogniser that
/// results are judged with should be another one: trained with another seed, and better on other people too.
/// </remarks>
public sealed record IdentityLossOptions
{
    private readonly string _recognizer = "";
    private readonly double _weight = 0.1;

    /// <summary>The recogniser's folder, as <see cref="Recognition.RecognizerTrainer"/> makes it; it stays as it is.</summary>
    public required string Recognizer
    {
        get => _recognizer;
        init => _recognizer = !string.IsNullOrWhiteSpace(value) ? value : throw new ArgumentException("Name the recogniser's folder.", nameof(Recognizer));
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
    public DrawingOptions? Drawing { get; init; }
}
