using InvAdapter.Adapters;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>The network under one prompt with an identity that each step is given in a form of its own; the plain network where its strength is 0.</summary>
internal sealed class IdentityDenoiser : IDenoiser
{
    private readonly INoisePredictor _predictor;
    private readonly TextEmbedding _prompt;
    private readonly IdentityFeed _identity;
    private readonly Dictionary<int, int> _stepOf = [];

    /// <param name="predictor">The UNet; borrowed.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="identity">The identity.</param>
    /// <param name="timesteps">The run's timesteps, which decide what step a call belongs to.</param>
    public IdentityDenoiser(INoisePredictor predictor, TextEmbedding prompt, IdentityFeed identity, IReadOnlyList<int> timesteps)
    {
        (_predictor, _prompt, _identity) = (predictor, prompt, identity);
        for (int i = 0; i < timesteps.Count; i++)
            _stepOf[timesteps[i]] = i;
    }

    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
    {
        int step = _stepOf[timestep];
        if (_identity.StrengthAt(step) is not > 0)
        {
            _predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = _prompt }, prediction, cancellation);
            return;
        }

        using ProjectionLease lease = _identity.At(timestep, cancellation);
        _predictor.Predict(new NoiseQuery { Latents = z, Timestep = timestep, Text = _prompt, Identity = _identity.Tokens(lease, step) }, prediction, cancellation);
    }
}
