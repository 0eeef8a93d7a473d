using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Models;

/// <summary>A <c>UNet2DConditionModel</c> in one session: plain network, feature extractor and adapted network.</summary>
public sealed class UNet : INoisePredictor, IDisposable
{
    private readonly OnnxSession _session;

    private UNet(UNetConfiguration configuration, OnnxSession session, GraphPrecision precision)
    {
        Configuration = configuration;
        Precision = precision;
        Sites = configuration.Sites;
        _session = session;
    }

    /// <summary>The network's shape.</summary>
    public UNetConfiguration Configuration { get; }

    /// <summary>What it computes in; identity tokens and features have this type.</summary>
    public GraphPrecision Precision { get; }

    /// <inheritdoc/>
    public int LatentChannels => Configuration.InChannels;

    /// <inheritdoc/>
    public ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>Builds and loads the network.</summary>
    /// <param name="configuration">Its shape.</param>
    /// <param name="weights">Its tensors; needed only while loading.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="precision">What to compute in.</param>
    /// <exception cref="ModelFormatException">A tensor is missing or has another shape.</exception>
    /// <exception cref="ExecutionProviderException">The provider can't be used in this process.</exception>
    public static UNet Load(UNetConfiguration configuration, WeightFolder weights, ExecutionProvider provider, GraphPrecision precision)
    {
        // Where no layer is in int8, a graph in int8 is one in float32.
        GraphPrecision used = precision == GraphPrecision.Int8 && !QuantizedWeights.AreIn(weights) ? GraphPrecision.Float32 : precision;
        NetworkGraph graph = UNetGraph.Build(configuration, weights, GraphTarget.For(provider, used));
        return new UNet(configuration, OnnxSession.Create(graph, provider), precision);
    }

    /// <summary>Loads a float32 graph of the network, which may have more outputs than it needs to predict.</summary>
    /// <param name="configuration">Its shape.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="profile">What the name of a file begins with that runs are recorded in, operator by operator; null for none.</param>
    internal static UNet Load(UNetConfiguration configuration, NetworkGraph graph, ExecutionProvider provider, string? profile = null) =>
        new(configuration, OnnxSession.Create(graph, provider, profile: profile), GraphPrecision.Float32);

    /// <inheritdoc cref="OnnxSession.EndProfile"/>
    internal string EndProfile() => _session.EndProfile();

    /// <inheritdoc/>
    public void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(prediction);
        Check(query, prediction);
        IReadOnlyList<AttentionSite> captured = query.Capture?.Sites ?? [];
        string[] outputs = [UNetPorts.Prediction, .. captured.Select(site => UNetPorts.Feature(site.Name))];
        DeviceTensor[] results = Run(query, outputs, query.Capture?.Placement ?? TensorPlacement.Host, hostOutputs: 1, cancellation);

        using DeviceTensor noise = results[0];
        for (int i = 0; i < captured.Count; i++)
            query.Capture!.Receive(captured[i], results[i + 1]);
        noise.CopyTo(prediction.Values);
    }

    /// <summary>Begins a run of so many questions; the caller disposes it.</summary>
    internal UNetRun Begin(int questions) => new(this, questions);

    /// <summary>Prepares a question, and others like it, to be asked again and again.</summary>
    internal PredictionCall Prepare(NoiseQuery query, Latents prediction)
    {
        Check(query, prediction);
        return new PredictionCall(_session.Bind(), _session.ReadsInPlace, query, Repeat(query.Text, query.Latents.Shape.Batch), prediction);
    }

    /// <summary>Asks for any of the graph's outputs, on the host. The caller disposes them.</summary>
    internal DeviceTensor[] Fetch(NoiseQuery query, IReadOnlyCollection<string> outputs, CancellationToken cancellation) =>
        Run(query, outputs, TensorPlacement.Host, hostOutputs: 0, cancellation);

    /// <summary>Releases the session and with it the weights.</summary>
    public void Dispose() => _session.Dispose();

    private DeviceTensor[] Run(NoiseQuery query, IReadOnlyCollection<string> outputs, TensorPlacement placement, int hostOutputs, CancellationToken cancellation)
    {
        LatentShape shape = query.Latents.Shape;
        using DeviceTensor sample = DeviceTensor.FromMemory(query.Latents.Memory, shape.Batch, shape.Channels, shape.Height, shape.Width);
        using DeviceTensor timestep = DeviceTensor.FromMemory<float>(new float[] { query.Timestep }, 1);
        using DeviceTensor text = Repeat(query.Text, shape.Batch);
        using var identity = new IdentityInputs(query.Identity);
        List<KeyValuePair<string, DeviceTensor>> inputs =
        [
            new(UNetPorts.Sample, sample),
            new(UNetPorts.Timestep, timestep),
            new(UNetPorts.Text, text),
        ];
        identity.AddTo(inputs);
        return _session.Run(inputs, outputs, placement, cancellation, hostOutputs);
    }

    private void Check(NoiseQuery query, Latents prediction)
    {
        LatentShape shape = query.Latents.Shape;
        if (shape.Channels != LatentChannels)
            throw new ArgumentException($"Latents have {shape.Channels} channels, but this UNet takes {LatentChannels}.", nameof(query));
        if (prediction.Shape != shape with { Channels = Configuration.OutChannels })
            throw new ArgumentException($"The prediction is {prediction.Shape}, but should be as large as the latents, {shape}.", nameof(prediction));
        if (query.Text.Width != Configuration.CrossAttentionDim)
            throw new ArgumentException($"The text's width is {query.Text.Width}, but this UNet reads {Configuration.CrossAttentionDim}.", nameof(query));
    }

    private static DeviceTensor Repeat(TextEmbedding text, int batch)
    {
        float[] values = new float[batch * text.Values.Length];
        for (int i = 0; i < batch; i++)
            text.Values.CopyTo(values.AsSpan(i * text.Values.Length));
        return DeviceTensor.FromMemory<float>(values, batch, text.Tokens, text.Width);
    }
}
