using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;

namespace InvAdapter.Quantization;

/// <summary>A UNet that remembers every call.</summary>
internal sealed class RecordingPredictor(INoisePredictor inner) : INoisePredictor
{
    private readonly List<CalibrationCall> _calls = [];

    public IReadOnlyList<CalibrationCall> Calls => _calls;

    public int LatentChannels => inner.LatentChannels;

    public ImmutableArray<AttentionSite> Sites => inner.Sites;

    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        inner.Predict(query, prediction, cancellation);
        var asked = new NoiseQuery { Latents = query.Latents.Clone(), Timestep = query.Timestep, Text = query.Text };
        _calls.Add(new CalibrationCall(asked, prediction.Clone()));
    }
}
