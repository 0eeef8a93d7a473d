using InvAdapter.Features;
using InvAdapter.Models;

namespace InvAdapter.Benchmarks;

/// <summary>The kinds of UNet call, all with the same latents at the same timestep, and an identity with every token of every adapted site.</summary>
internal sealed class AdaptedCalls : IDisposable
{
    private const int Timestep = 501;

    private readonly BenchmarkModel _model;
    private readonly FeatureCapture _capture;
    private readonly IReadOnlyDictionary<string, SiteTokens> _tokens;
    private readonly Latents _z;
    private readonly Latents _prediction;

    private AdaptedCalls(BenchmarkModel model)
    {
        _model = model;
        _z = BenchmarkModel.Noise(model.Shape);
        _prediction = new Latents(_z.Shape);
        _capture = new FeatureCapture(model.Parts.Adapter.Sites);
        Capturing();
        _tokens = model.Parts.Adapter.Project(_capture.Features);
    }

    /// <summary>Captures and projects the tokens once; the model is borrowed.</summary>
    public static AdaptedCalls Prepare(BenchmarkModel model) => new(model);

    public void Plain() => Predict(null, null);

    public void Capturing() => Predict(null, _capture);

    public void Adapted(Fusion fusion) => Predict(new IdentityTokens { Fusion = fusion, Sites = _tokens }, null);

    /// <summary>Keys and values of one timestep at every adapted site.</summary>
    public void Project() => Release(_model.Parts.Adapter.Project(_capture.Features));

    public void Dispose()
    {
        Release(_tokens);
        _capture.Dispose();
    }

    private void Predict(IdentityTokens? identity, FeatureCapture? capture) => _model.Parts.UNet.Predict(
        new NoiseQuery { Latents = _z, Timestep = Timestep, Text = _model.Text, Identity = identity, Capture = capture },
        _prediction);

    private static void Release(IReadOnlyDictionary<string, SiteTokens> tokens)
    {
        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
    }
}
