using System.Collections.Concurrent;

namespace InvAdapter.Tests.Pipeline;

/// <summary>Keeps every report, and may act on one at once, on the thread that reports.</summary>
internal sealed class ProgressLog(Action<PipelineProgress>? onReport = null) : IProgress<PipelineProgress>
{
    private readonly ConcurrentQueue<PipelineProgress> _reports = [];

    public IReadOnlyList<PipelineProgress> Reports => [.. _reports];

    public PipelineProgress[] Of(PipelineStage stage) => [.. _reports.Where(report => report.Stage == stage)];

    public void Report(PipelineProgress value)
    {
        _reports.Enqueue(value);
        onReport?.Invoke(value);
    }
}
