using InvAdapter.Graphs;
using InvAdapter.Runtime;

namespace InvAdapter.Models;

/// <summary>A question to the UNet that can be repeated with other values in the same buffers, at other timesteps, and with another state of the same identity's sites.</summary>
internal sealed class PredictionCall : IDisposable
{
    private readonly BoundCall _call;
    private readonly bool _readsInPlace;
    private readonly Latents _latents;
    private readonly Latents _prediction;
    private readonly TextEmbedding _text;
    private readonly float[] _timestep = new float[1];
    private readonly float[] _strength = new float[1];
    private readonly Fusion? _fusion;
    private readonly Site[] _sites = [];
    private readonly DeviceTensor[] _tensors;

    /// <param name="call">Takes the bindings; owned.</param>
    /// <param name="readsInPlace">Whether changed values are seen without being bound again.</param>
    /// <param name="query">The first question.</param>
    /// <param name="text">Its prompt, as often as there are images; owned.</param>
    /// <param name="prediction">Receives every answer.</param>
    public PredictionCall(BoundCall call, bool readsInPlace, NoiseQuery query, DeviceTensor text, Latents prediction)
    {
        (_call, _readsInPlace, _latents, _prediction, _text) = (call, readsInPlace, query.Latents, prediction, query.Text);
        _tensors = [Tensor(_latents), DeviceTensor.FromMemory<float>(_timestep, 1), text, Tensor(_prediction), DeviceTensor.FromMemory<float>(_strength)];
        call.Input(UNetPorts.Text, text);
        call.Output(UNetPorts.Prediction, _tensors[3]);
        BindValues();
        if (query.Identity is { Adds: true } identity)
        {
            _fusion = identity.Fusion;
            _sites = [.. identity.Sites.Keys.Select(name => new Site(name, identity.Fusion))];
            BindStrength();
        }
    }

    /// <summary>Whether a question is this one but for what may change.</summary>
    public bool Fits(NoiseQuery query, Latents prediction)
    {
        if (!ReferenceEquals(query.Latents, _latents) || !ReferenceEquals(prediction, _prediction) || !ReferenceEquals(query.Text, _text))
            return false;
        if (query.Identity is not { Adds: true } identity)
            return _fusion is null;
        if (identity.Fusion != _fusion || identity.Sites.Count != _sites.Length)
            return false;
        foreach (Site site in _sites)
        {
            if (!identity.Sites.ContainsKey(site.Name))
                return false;
        }

        return true;
    }

    /// <summary>Asks for the last time: the session gives its memory back then.</summary>
    /// <inheritdoc cref="BoundCall.Run" path="/exception"/>
    public void RunLast(NoiseQuery query, CancellationToken cancellation)
    {
        _call.ShrinkAfterwards();
        Run(query, cancellation);
    }

    /// <summary>Asks.</summary>
    /// <inheritdoc cref="BoundCall.Run" path="/exception"/>
    public void Run(NoiseQuery query, CancellationToken cancellation)
    {
        _timestep[0] = query.Timestep;
        if (query.Identity is { } identity && _fusion is not null)
            Take(identity);
        if (!_readsInPlace)
            BindValues();
        _call.Run(cancellation);
    }

    public void Dispose()
    {
        _call.Dispose();
        foreach (DeviceTensor tensor in _tensors)
            tensor.Dispose();
        foreach (Site site in _sites)
            site.LogTokens?.Dispose();
    }

    private void Take(IdentityTokens identity)
    {
        _strength[0] = identity.StrengthValue;
        if (!_readsInPlace)
            BindStrength();
        foreach (Site site in _sites)
        {
            SiteTokens tokens = identity.Sites[site.Name];
            if (ReferenceEquals(tokens, site.Bound))
                continue;
            _call.Input(site.Keys, tokens.Keys);
            _call.Input(site.Values, tokens.Values);
            if (_fusion == Fusion.Embedded)
                TakePooled(site, tokens);
            site.Bound = tokens;
        }
    }

    /// <summary>Bound where there is something to tell: then, and where an earlier question had told it.</summary>
    private void TakePooled(Site site, SiteTokens tokens)
    {
        if (site.LogTokens is null && tokens.Pooled == 1)
            return;
        site.LogTokenValue[0] = tokens.LogPooled;
        site.LogTokens ??= DeviceTensor.FromMemory<float>(site.LogTokenValue);
        _call.Input(UNetPorts.LogTokens(site.Name), site.LogTokens);
    }

    private void BindValues()
    {
        _call.Input(UNetPorts.Sample, _tensors[0]);
        _call.Input(UNetPorts.Timestep, _tensors[1]);
    }

    private void BindStrength() => _call.Input(IdentityPorts.Strength(_fusion!.Value), _tensors[4]);

    private static DeviceTensor Tensor(Latents latents) =>
        DeviceTensor.FromMemory(latents.Memory, latents.Shape.Batch, latents.Shape.Channels, latents.Shape.Height, latents.Shape.Width);

    private sealed class Site(string name, Fusion fusion)
    {
        public string Name => name;

        public string Keys { get; } = IdentityPorts.Keys(fusion, name);

        public string Values { get; } = IdentityPorts.Values(fusion, name);

        public SiteTokens? Bound { get; set; }

        public float[] LogTokenValue { get; } = new float[1];

        public DeviceTensor? LogTokens { get; set; }
    }
}
