using InvAdapter.Configuration;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary><c>UNet2DConditionModel</c> as one graph that is the plain network, the feature extractor and the adapted network in turn.</summary>
/// <remarks>Inputs and outputs are listed in <see cref="UNetPorts"/>. Batch and sizes vary from call to call.</remarks>
internal sealed class UNetGraph
{
    private readonly UNetConfiguration _configuration;
    private readonly GraphBuilder _graph = new("unet");
    private readonly WeightBinder _weights;
    private readonly Layers _layers;
    private readonly Dictionary<string, AttentionSite> _sites;
    private readonly Stack<(string Value, int Channels)> _skips = new();
    private readonly bool _branches;

    private Transformer _transformer = null!;
    private string _time = null!;

    private UNetGraph(UNetConfiguration configuration, WeightFolder weights, GraphTarget target, LayerChoice? choose)
    {
        _configuration = configuration;
        _weights = new WeightBinder(_graph, weights, target);
        _layers = new Layers(_graph, _weights, target.Precision, choose?.Invoke(_graph, _weights));
        _sites = configuration.Sites.ToDictionary(site => site.Name);
        _branches = target.Branches;
    }

    private int Coarsest => _configuration.Levels - 1;

    /// <summary>Builds the graph, checking every tensor that it uses.</summary>
    /// <exception cref="ModelFormatException">A tensor is missing, has another shape, or is int8 in a way that is not known.</exception>
    public static NetworkGraph Build(UNetConfiguration configuration, WeightFolder weights, GraphTarget target)
    {
        // Looked at in any precision, for a version that is not known can't be widened either.
        bool isQuantized = QuantizedWeights.AreIn(weights);
        return new UNetGraph(configuration, weights, target, isQuantized && target.Precision == GraphPrecision.Int8 ? AsStored(weights) : null).Build();
    }

    /// <summary>Builds the graph with convolutions and linear layers computed by choice.</summary>
    /// <inheritdoc cref="Build(UNetConfiguration, WeightFolder, GraphTarget)"/>
    public static NetworkGraph Build(UNetConfiguration configuration, WeightFolder weights, GraphTarget target, LayerChoice choose) =>
        new UNetGraph(configuration, weights, target, choose).Build();

    private static LayerChoice AsStored(WeightFolder weights) => (graph, binder) =>
        new Int8Layers(graph, binder, new FloatLayers(graph, binder, ElementType.Float32), name => QuantizedWeights.Read(weights, name));

    private NetworkGraph Build()
    {
        string sample = ReadInputs();
        string x = _layers.Convolution(sample, "conv_in", _configuration.InChannels, _configuration.BlockOutChannels[0], _configuration.ConvInKernel);
        _skips.Push((x, _configuration.BlockOutChannels[0]));

        for (int level = 0; level <= Coarsest; level++)
            x = Down(x, level);
        x = Middle(x);
        for (int block = 0; block <= Coarsest; block++)
            x = Up(x, block);

        int channels = _configuration.BlockOutChannels[0];
        x = _layers.GroupNorm(x, "conv_norm_out", channels, _configuration.NormGroups, _configuration.NormEpsilon);
        x = _layers.Convolution(_layers.Activate(x, _configuration.Activation), "conv_out", channels, _configuration.OutChannels, _configuration.ConvOutKernel);
        _graph.Output(UNetPorts.Prediction, _layers.Widen(x), ElementType.Float32, "batch", _configuration.OutChannels, "height", "width");
        return _weights.Finish();
    }

    private string ReadInputs()
    {
        string sample = _graph.Input(UNetPorts.Sample, ElementType.Float32, "batch", _configuration.InChannels, "height", "width");
        string timestep = _graph.Input(UNetPorts.Timestep, ElementType.Float32, 1);
        string text = _graph.Input(UNetPorts.Text, ElementType.Float32, "batch", "text_tokens", _configuration.CrossAttentionDim);

        var context = new TransformerContext(
            _graph.Node("Shape", [sample], Attribute("start", 0), Attribute("end", 1)),
            _layers.Narrow(_graph.Node("Reshape", [text, _graph.Constant(-1, _configuration.CrossAttentionDim)])),
            IdentityStrength.Declare(_layers, _branches));
        _transformer = new Transformer(_layers, _configuration, _sites, context);

        // Every residual block begins with the same activation of the embedding, so it is shared.
        _time = _layers.Activate(TimeEmbedding.Apply(_layers, timestep, _configuration), _configuration.Activation);
        return _layers.Narrow(_configuration.CenterInputSample ? Center(sample) : sample);
    }

    private string Center(string sample) =>
        _graph.Node("Sub", [_graph.Node("Mul", [sample, _graph.Scalar(ElementType.Float32, 2)]), _graph.Scalar(ElementType.Float32, 1)]);

    private string Down(string x, int level)
    {
        int channels = _configuration.BlockOutChannels[level];
        string name = $"down_blocks.{level}";
        for (int i = 0; i < _configuration.LayersPerBlock[level]; i++)
        {
            x = Residual(x, $"{name}.resnets.{i}", level, _skips.Peek().Channels, channels);
            if (_configuration.DownAttention[level])
                x = _transformer.Apply(x, $"{name}.attentions.{i}", level);
            _skips.Push((x, channels));
        }

        if (level == Coarsest)
            return x;
        x = Downsample(x, $"{name}.downsamplers.0.conv", channels);
        _skips.Push((x, channels));
        return x;
    }

    private string Middle(string x)
    {
        int channels = _configuration.BlockOutChannels[Coarsest];
        x = Residual(x, "mid_block.resnets.0", Coarsest, channels, channels, _configuration.MidBlockScaleFactor);
        x = _transformer.Apply(x, "mid_block.attentions.0", Coarsest);
        return Residual(x, "mid_block.resnets.1", Coarsest, channels, channels, _configuration.MidBlockScaleFactor);
    }

    private string Up(string x, int block)
    {
        int level = Coarsest - block;
        int channels = _configuration.BlockOutChannels[level];
        int incoming = _configuration.BlockOutChannels[Math.Min(level + 1, Coarsest)];
        string name = $"up_blocks.{block}";
        for (int i = 0; i < _configuration.LayersPerBlock[level] + 1; i++)
        {
            (string skip, int skipChannels) = _skips.Pop();
            x = _graph.Node("Concat", [x, skip], Attribute("axis", 1));
            x = Residual(x, $"{name}.resnets.{i}", level, (i == 0 ? incoming : channels) + skipChannels, channels);
            if (_configuration.UpAttention[block])
                x = _transformer.Apply(x, $"{name}.attentions.{i}", level);
        }

        return level == 0
            ? x
            : _layers.Convolution(_layers.ResizeTo(x, _skips.Peek().Value), $"{name}.upsamplers.0.conv", channels, channels, 3, level - 1);
    }

    private string Downsample(string x, string name, int channels)
    {
        // Without padding of its own, diffusers pads at the bottom and on the right.
        (int, int, int, int) pads = _configuration.DownsamplePadding == 1 ? (1, 1, 1, 1) : (0, 0, 1, 1);
        return _layers.Convolution(x, name, channels, channels, 3, 2, pads);
    }

    private string Residual(string x, string name, int level, int inChannels, int outChannels, double outputScale = 1) =>
        new ResidualBlock
        {
            Groups = _configuration.NormGroups,
            Epsilon = _configuration.NormEpsilon,
            Activation = _configuration.Activation,
            TimeWidth = _configuration.TimeEmbeddingDim,
            TimeScaleShift = _configuration.TimeScaleShift,
            Level = level,
            OutputScale = outputScale,
        }.Apply(_layers, x, _time, name, inChannels, outChannels);
}
