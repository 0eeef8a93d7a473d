using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Runtime;

namespace InvAdapter;

/// <summary>How an identity is made from a reference image.</summary>
public sealed record EnrollmentOptions
{
    /// <summary>
    /// The token budget where nothing else is said: a quarter of the tokens at the finest sites of SD 1.5 at 512×512, whose other sites keep all of theirs. docs/performance.md
    /// has what it saves, docs/results.md what it costs on drawn faces.
    /// </summary>
    public const int DefaultTokenBudget = 1024;

    private readonly int _steps = 20;
    private readonly int _captureEvery = 1;
    private readonly int? _tokenBudget = DefaultTokenBudget;
    private readonly int? _cleanTimestep;

    /// <summary>Inversion steps, 1 to 1000; 20 by default. Best as many as generation takes: each of its steps uses the features of its own timestep, or of the nearest one.</summary>
    public int Steps
    {
        get => _steps;
        init => _steps = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 1 to 1000 steps.");
    }

    /// <summary>How to invert: <see cref="DdimInverter"/> by default, one UNet call a step.</summary>
    public IInverter Inverter { get; init; } = new DdimInverter();

    /// <summary>In which calls features are captured; null for what the adapter was trained on, or <see cref="FeatureSource.InversionPass"/> where that is not known.</summary>
    public FeatureSource? Source { get; init; }

    /// <summary>
    /// τ of <see cref="FeatureSource.Clean"/>: the timestep that the network is told, 0 up to the last one it was trained on. Null for what the adapter was trained
    /// on, or 0 where that is not known. It goes with that source only.
    /// </summary>
    public int? CleanTimestep
    {
        get => _cleanTimestep;
        init => _cleanTimestep = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(CleanTimestep), value, "Use a timestep of 0 or more, or null.");
    }

    /// <summary>Which attention sites are captured; null for those that the pipeline's adapter uses.</summary>
    public SiteFilter? Sites { get; init; }

    /// <summary>Capture features at every n-th step only, 1 or more. Saves memory; generation then uses the nearest captured timestep.</summary>
    public int CaptureEvery
    {
        get => _captureEvery;
        init => _captureEvery = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(CaptureEvery), value, "Capture at every step (1) or fewer.");
    }

    /// <summary>
    /// How many identity tokens an attention site may have, 1 or more (<see cref="DefaultTokenBudget"/>); null for one for each token of the reference, as in the paper
    /// (4096 at the finest sites of SD 1.5 at 512×512). More are averaged in squares of neighbours, which makes generation faster and the identity's file smaller.
    /// </summary>
    public int? TokenBudget
    {
        get => _tokenBudget;
        init => _tokenBudget = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(TokenBudget), value, "Use 1 token or more, or null for all.");
    }

    /// <summary>Where features are kept until they are saved or disposed; but for those that <see cref="TokenBudget"/> has averaged, which are on the host.</summary>
    public TensorPlacement Placement { get; init; } = TensorPlacement.Host;
}
