using InvAdapter.Configuration;

namespace InvAdapter.Graphs;

/// <summary><c>ResnetBlock2D</c>: two normalised convolutions around a shortcut, told the timestep in between.</summary>
internal sealed record ResidualBlock
{
    public required int Groups { get; init; }

    public required double Epsilon { get; init; }

    public required ActivationFunction Activation { get; init; }

    /// <summary>Width of the time embedding; 0 where the network has none.</summary>
    public int TimeWidth { get; init; }

    /// <summary>Whether the time embedding scales and shifts, instead of being added.</summary>
    public bool TimeScaleShift { get; init; }

    /// <summary>How often the block's images have been halved; null where that isn't said.</summary>
    public int? Level { get; init; }

    /// <summary>What the sum is divided by.</summary>
    public double OutputScale { get; init; } = 1;

    /// <param name="layers">The network's layers.</param>
    /// <param name="x">[B,inChannels,h,w].</param>
    /// <param name="time">The activated time embedding [B or 1, TimeWidth]; null without one.</param>
    /// <param name="name">The block's path in the checkpoint.</param>
    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="outChannels">Channels that go out.</param>
    public string Apply(Layers layers, string x, string? time, string name, int inChannels, int outChannels)
    {
        string h = layers.GroupNorm(x, $"{name}.norm1", inChannels, Groups, Epsilon);
        h = layers.Convolution(layers.Activate(h, Activation), $"{name}.conv1", inChannels, outChannels, 3, Level);

        string? embedding = time is null ? null : EmbedTime(layers, time, name, outChannels);
        if (embedding is not null && !TimeScaleShift)
            h = layers.Add(h, embedding);
        h = layers.GroupNorm(h, $"{name}.norm2", outChannels, Groups, Epsilon);
        if (embedding is not null && TimeScaleShift)
            h = ScaleAndShift(layers, h, embedding, outChannels);

        h = layers.Convolution(layers.Activate(h, Activation), $"{name}.conv2", outChannels, outChannels, 3, Level);
        string shortcut = inChannels == outChannels ? x : layers.Convolution(x, $"{name}.conv_shortcut", inChannels, outChannels, 1);
        return layers.Divide(layers.Add(shortcut, h), OutputScale);
    }

    /// <summary>The embedding for this block, [B or 1, channels (twice, for scale and shift), 1, 1].</summary>
    private string EmbedTime(Layers layers, string time, string name, int channels)
    {
        int width = TimeScaleShift ? 2 * channels : channels;
        string rows = layers.Linear(time, $"{name}.time_emb_proj", TimeWidth, width);
        return layers.Graph.Node("Reshape", [rows, layers.Graph.Constant(-1, width, 1, 1)]);
    }

    private static string ScaleAndShift(Layers layers, string h, string embedding, int channels)
    {
        GraphBuilder graph = layers.Graph;
        string scale = graph.Node("Slice", [embedding, graph.Constant(0), graph.Constant(channels), graph.Constant(1)]);
        string shift = graph.Node("Slice", [embedding, graph.Constant(channels), graph.Constant(2 * channels), graph.Constant(1)]);
        return layers.Add(graph.Node("Mul", [h, layers.Add(scale, graph.Scalar(layers.Type, 1))]), shift);
    }
}
