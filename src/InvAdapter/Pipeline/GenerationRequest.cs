using System.Collections.Immutable;
using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>What to draw: a prompt, an identity, and seeds, an image each.</summary>
/// <param name="Prompt">The prompt. Tokens behind the 75th are cut, and the result says so.</param>
public sealed record GenerationRequest(string Prompt)
{
    private readonly int _steps = 20;
    private readonly double _guidanceScale = 7.5;
    private readonly SamplerKind? _sampler;
    private readonly double _eta;
    private readonly int _batchSize = 1;
    private readonly ImmutableArray<long> _seeds = [0];
    private readonly string _prompt = Prompt ?? throw new ArgumentNullException(nameof(Prompt));
    private readonly string _negativePrompt = "";
    private readonly StrengthSchedule _strength = 1;
    private readonly SiteFilter _sites = SiteFilter.All;

    /// <summary>The prompt.</summary>
    public string Prompt
    {
        get => _prompt;
        init => _prompt = value ?? throw new ArgumentNullException(nameof(Prompt));
    }

    /// <summary>What to steer away from; the empty prompt by default.</summary>
    public string NegativePrompt
    {
        get => _negativePrompt;
        init => _negativePrompt = value ?? throw new ArgumentNullException(nameof(NegativePrompt));
    }

    /// <summary>The person to draw; null for the plain model. Stays the caller's, who keeps it until the call is done.</summary>
    public Identity? Identity { get; init; }

    /// <summary>λ, or a schedule of it over the steps. 0 is the plain model to the last bit.</summary>
    public StrengthSchedule Strength
    {
        get => _strength;
        init => _strength = value ?? throw new ArgumentNullException(nameof(Strength));
    }

    /// <summary>How the identity enters attention; null for what the adapter was trained for.</summary>
    public Fusion? Fusion { get; init; }

    /// <summary>Which of the identity's sites to use.</summary>
    public SiteFilter Sites
    {
        get => _sites;
        init => _sites = value ?? throw new ArgumentNullException(nameof(Sites));
    }

    /// <summary>Seeds, one for each image; noise is PyTorch's CPU generator's.</summary>
    public ImmutableArray<long> Seeds
    {
        get => _seeds;
        init => _seeds = value.IsDefaultOrEmpty ? throw new ArgumentException("Give at least one seed.", nameof(Seeds)) : value;
    }

    /// <summary>Denoising steps, 1 to 1000; 20 by default.</summary>
    public int Steps
    {
        get => _steps;
        init => _steps = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 1 to 1000 steps.");
    }

    /// <summary>Classifier-free guidance scale, 1 (none) to 100.</summary>
    public double GuidanceScale
    {
        get => _guidanceScale;
        init => _guidanceScale = value is >= 1 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(GuidanceScale), value, "Use a guidance scale of 1 to 100.");
    }

    /// <summary>
    /// How noise becomes an image. Where nothing is said, <see cref="SamplerKind.DpmSolver"/>, for which 20 steps are meant; but <see cref="SamplerKind.Ddim"/> where <see cref="Eta"/> is above 0, which
    /// only it takes, or where <see cref="Start"/> is <see cref="InitialLatents.Inverted"/>, whose way back it is.
    /// </summary>
    public SamplerKind Sampler
    {
        get => _sampler ?? (Eta > 0 || Start == InitialLatents.Inverted ? SamplerKind.Ddim : SamplerKind.DpmSolver);
        init => _sampler = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Sampler), value, "Use a named sampler.");
    }

    /// <summary>η: fresh noise at each step, 0 (DDIM) to 1 (DDPM). Above 0 for <see cref="SamplerKind.Ddim"/> only.</summary>
    public double Eta
    {
        get => _eta;
        init => _eta = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Eta), value, "Use an eta of 0 to 1.");
    }

    /// <summary>Size of the images in pixels; null for the identity's, or without one the model's own. Sides are multiples of 8.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>What to start from.</summary>
    public InitialLatents Start { get; init; } = InitialLatents.Noise;

    /// <summary>How many images go through the networks at once, 1 to 64. More takes memory; the last bits of a result may depend on it.</summary>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = value is >= 1 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "Use batches of 1 to 64.");
    }
}
