using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>A UNet that counts its calls and reports each one; the loops that use it know nothing of progress.</summary>
internal sealed class ReportingPredictor(INoisePredictor inner, IProgress<PipelineProgress>? progress) : INoisePredictor
{
    private PipelineStage _stage;
    private int _done;
    private int _expected;

    /// <summary>Calls in all.</summary>
    public int Calls { get; private set; }

    public int LatentChannels => inner.LatentChannels;

    public ImmutableArray<AttentionSite> Sites => inner.Sites;

    /// <summary>Begins a stage of so many calls at most.</summary>
    public void Begin(PipelineStage stage, int calls)
    {
        (_stage, _done, _expected) = (stage, 0, calls);
        progress?.Report(new PipelineProgress(stage, 0, calls));
    }

    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        inner.Predict(query, prediction, cancellation);
        Calls++;
        progress?.Report(new PipelineProgress(_stage, ++_done, _expected));
    }
}
