using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Runtime;

namespace InvAdapter.PublicApi.Tests;

/// <summary>An app's own network: sees a·z as the noise in z, and says what it was asked. One feature of one token a site, holding the call's number.</summary>
internal sealed class LinearPredictor(float slope) : INoisePredictor
{
    private readonly List<(int Timestep, bool Captured, float First)> _calls = [];

    /// <summary>Every call: its timestep, whether features were wanted, and the first latent.</summary>
    public IReadOnlyList<(int Timestep, bool Captured, float First)> Calls => _calls;

    public int LatentChannels => 4;

    public ImmutableArray<AttentionSite> Sites { get; } =
    [
        new("down.attn1", AttentionKind.Self, 2, 1, 0),
        new("down.attn2", AttentionKind.Cross, 2, 1, 0),
    ];

    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        _calls.Add((query.Timestep, query.Capture is not null, query.Latents.Values[0]));
        for (int i = 0; i < prediction.Values.Length; i++)
            prediction.Values[i] = slope * query.Latents.Values[i];
        foreach (AttentionSite site in query.Capture?.Sites ?? [])
            query.Capture!.Receive(site, DeviceTensor.FromMemory<float>(new float[] { _calls.Count, site.Level }, 1, 1, 2));
    }
}
