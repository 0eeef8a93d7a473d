using System.Collections.Immutable;
using InvAdapter.Configuration;

namespace InvAdapter.Models;

/// <summary>
/// Asks a UNet step after step: what a question shares with an earlier one (buffers, prompt, identity) stays bound, so that a step makes next to nothing anew.
/// For one thread at a time; borrows the UNet.
/// </summary>
/// <param name="unet">The network.</param>
/// <param name="questions">How many there will be, but for such that capture. With the last one the network gives its memory back, for what comes next (decoding) takes much.</param>
internal sealed class UNetRun(UNet unet, int questions) : INoisePredictor, IDisposable
{
    /// <summary>With and without an identity, under a prompt and its negative.</summary>
    private const int MostCalls = 4;

    private readonly List<PredictionCall> _calls = [];
    private int _asked;

    public int LatentChannels => unet.LatentChannels;

    public ImmutableArray<AttentionSite> Sites => unet.Sites;

    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        if (query.Capture is not null)
        {
            unet.Predict(query, prediction, cancellation);
            return;
        }

        PredictionCall call = CallFor(query, prediction);
        if (++_asked == questions)
            call.RunLast(query, cancellation);
        else
            call.Run(query, cancellation);
    }

    public void Dispose()
    {
        foreach (PredictionCall call in _calls)
            call.Dispose();
        _calls.Clear();
    }

    private PredictionCall CallFor(NoiseQuery query, Latents prediction)
    {
        foreach (PredictionCall known in _calls)
        {
            if (known.Fits(query, prediction))
                return known;
        }

        if (_calls.Count == MostCalls)
        {
            _calls[0].Dispose();
            _calls.RemoveAt(0);
        }

        PredictionCall call = unet.Prepare(query, prediction);
        _calls.Add(call);
        return call;
    }
}
