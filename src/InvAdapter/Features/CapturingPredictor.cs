using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Runtime;

namespace InvAdapter.Features;

/// <summary>A UNet that keeps the features of every call, the last one at each timestep. Calls come one after another.</summary>
/// <remarks>Inverters and samplers know nothing of features: they are given this instead of the UNet.</remarks>
internal sealed class CapturingPredictor(INoisePredictor inner, FeatureCapture capture, Func<int, bool> wanted, int? tokenBudget = null) : INoisePredictor, IDisposable
{
    private readonly Dictionary<int, IReadOnlyDictionary<string, DeviceTensor>> _features = [];

    public int LatentChannels => inner.LatentChannels;

    public ImmutableArray<AttentionSite> Sites => inner.Sites;

    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        if (!wanted(query.Timestep))
        {
            inner.Predict(query, prediction, cancellation);
            return;
        }

        inner.Predict(
            new NoiseQuery { Latents = query.Latents, Timestep = query.Timestep, Text = query.Text, Identity = query.Identity, Capture = capture },
            prediction,
            cancellation);
        Release(query.Timestep);
        IReadOnlyDictionary<string, DeviceTensor> taken = capture.Take();
        _features[query.Timestep] = tokenBudget is { } most ? TokenPooling.Reduce(capture.Sites, taken, query.Latents.Shape, most) : taken;
    }

    /// <summary>Hands the features over.</summary>
    public FeatureSet Take()
    {
        var set = new FeatureSet(_features);
        _features.Clear();
        return set;
    }

    /// <summary>Releases what was not taken. The UNet is borrowed.</summary>
    public void Dispose()
    {
        foreach (int timestep in _features.Keys.ToArray())
            Release(timestep);
        capture.Dispose();
    }

    private void Release(int timestep)
    {
        if (!_features.Remove(timestep, out IReadOnlyDictionary<string, DeviceTensor>? sites))
            return;
        foreach (DeviceTensor feature in sites.Values)
            feature.Dispose();
    }
}
