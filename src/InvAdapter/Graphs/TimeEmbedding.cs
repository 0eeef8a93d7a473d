using InvAdapter.Configuration;
using InvAdapter.Weights;
using static InvAdapter.Graphs.GraphBuilder;

namespace InvAdapter.Graphs;

/// <summary>The sinusoidal embedding of the timestep (Vaswani et al. 2017) and the two layers behind it.</summary>
internal static class TimeEmbedding
{
    private const double MaximumPeriod = 10000;

    /// <param name="layers">The network's layers.</param>
    /// <param name="timestep">[1], float32.</param>
    /// <param name="configuration">The network's shape.</param>
    /// <returns>[1,TimeEmbeddingDim].</returns>
    public static string Apply(Layers layers, string timestep, UNetConfiguration configuration)
    {
        GraphBuilder graph = layers.Graph;
        int width = configuration.BlockOutChannels[0];
        string angles = graph.Node("Mul", [graph.Node("Reshape", [timestep, graph.Constant(-1, 1)]), graph.Numbers(ElementType.Float32, Frequencies(configuration))]);
        string sines = graph.Node("Sin", [angles]);
        string cosines = graph.Node("Cos", [angles]);
        string waves = graph.Node("Concat", configuration.FlipSinToCos ? [cosines, sines] : [sines, cosines], Attribute("axis", 1));

        string hidden = layers.Linear(layers.Narrow(waves), "time_embedding.linear_1", width, configuration.TimeEmbeddingDim);
        string embedding = layers.Linear(layers.Activate(hidden, configuration.Activation), "time_embedding.linear_2", configuration.TimeEmbeddingDim, configuration.TimeEmbeddingDim);
        if (configuration.TimestepPostActivation is { } post)
            embedding = layers.Activate(embedding, post);
        return configuration.TimeEmbeddingActivation is { } last ? layers.Activate(embedding, last) : embedding;
    }

    private static float[] Frequencies(UNetConfiguration configuration)
    {
        int half = configuration.BlockOutChannels[0] / 2;
        return [.. Enumerable.Range(0, half).Select(i => (float)Math.Exp(-Math.Log(MaximumPeriod) * i / (half - configuration.FrequencyShift)))];
    }
}
