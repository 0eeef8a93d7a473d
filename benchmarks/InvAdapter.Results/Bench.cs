using InvAdapter.Configuration;
using InvAdapter.FaceWorld;
using InvAdapter.Imaging;
using InvAdapter.Models;

namespace InvAdapter.Results;

/// <summary>All that rows are measured with: the people, the prompts, the recogniser, and true drawings, which are the ceiling.</summary>
internal sealed class Bench : IDisposable
{
    private static readonly ResultRow s_ceiling = new("true drawings (the ceiling)", RowKind.Drawn);

    private readonly ResultSettings _settings;
    private readonly RoundTrip _codec;
    private readonly Judge _judge;
    private readonly RowSamples _truth;
    private readonly Scorer _scorer;

    /// <param name="settings">What all rows have in common.</param>
    /// <param name="recognizer">The recogniser's folder.</param>
    public Bench(ResultSettings settings, string recognizer)
    {
        ModelFolder model = ModelFolder.Open(settings.Model);
        _settings = settings;
        _codec = new RoundTrip(settings.Model);
        Cast = new Cast(settings.People, model.UNet.SampleSize * model.Autoencoder.Downscale);
        _judge = new Judge(recognizer);
        _truth = new TruthDrawer(_codec).Draw(Cast, PromptSet.Standard);
        _scorer = new Scorer(_judge, Cast, [.. Cast.References.Select(reference => _codec.Through(reference.Image))], _truth);
    }

    public Cast Cast { get; }

    /// <summary>The row of true drawings.</summary>
    public (RowScore Score, RowSamples Samples) Ceiling => (_scorer.Score(s_ceiling, _truth), _truth);

    /// <summary>Draws a row's pictures and scores them.</summary>
    public async Task<(RowScore Score, RowSamples Samples)> MeasureAsync(ResultRow row, CancellationToken cancellation)
    {
        IDrawer drawer = row.Kind switch
        {
            RowKind.Drawn => throw new ArgumentException($"Row {row.Name}: true drawings are the ceiling, which every table has.", nameof(row)),
            RowKind.IpAdapter => new IpAdapterDrawer(),
            _ => new PipelineDrawer(),
        };
        RowSamples samples = await drawer.DrawAsync(row, Cast, PromptSet.Standard, _settings, cancellation);
        return (_scorer.Score(row, samples), samples);
    }

    public void Dispose()
    {
        _scorer.Dispose();
        _judge.Dispose();
        Cast.Dispose();
        _codec.Dispose();
    }
}
