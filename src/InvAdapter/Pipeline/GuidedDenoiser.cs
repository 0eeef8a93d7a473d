using InvAdapter.Adapters;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>Classifier-free guidance (Ho and Salimans 2022) with an identity on the prompted branch: ε_neg + s·(ε_prompt − ε_neg).</summary>
internal sealed class GuidedDenoiser : IDenoiser
{
    private readonly Dictionary<int, int> _stepOf = [];
    private Latents? _negative;

    public required INoisePredictor Predictor { get; init; }

    public required TextEmbedding Prompt { get; init; }

    /// <summary>The negative prompt; null without guidance.</summary>
    public required TextEmbedding? Negative { get; init; }

    public required double Scale { get; init; }

    /// <summary>The identity in every step's form; null for the plain model.</summary>
    public required IdentityFeed? Identity { get; init; }

    /// <summary>The run's timesteps, which decide what step a call belongs to.</summary>
    public required IReadOnlyList<int> Timesteps
    {
        init
        {
            for (int i = 0; i < value.Count; i++)
                _stepOf[value[i]] = i;
        }
    }

    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
    {
        PredictPrompted(z, timestep, prediction, cancellation);
        if (Negative is null)
            return;

        if (_negative?.Shape != z.Shape)
            _negative = new Latents(z.Shape);
        Predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = Negative }, _negative, cancellation);
        Guide(_negative.Values, prediction.Values, (float)Scale);
    }

    private void PredictPrompted(Latents z, int timestep, Latents prediction, CancellationToken cancellation)
    {
        if (Identity?.StrengthAt(_stepOf[timestep]) is not > 0)
        {
            Predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = Prompt }, prediction, cancellation);
            return;
        }

        using ProjectionLease lease = Identity.At(timestep, cancellation);
        IdentityTokens tokens = Identity.Tokens(lease, _stepOf[timestep]);
        Predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = Prompt, Identity = tokens }, prediction, cancellation);
    }

    /// <summary>ε_neg + s·(ε_prompt − ε_neg), in the place of ε_prompt.</summary>
    public static void Guide(ReadOnlySpan<float> negative, Span<float> prompted, float scale)
    {
        for (int i = 0; i < prompted.Length; i++)
            prompted[i] = negative[i] + scale * (prompted[i] - negative[i]);
    }
}
