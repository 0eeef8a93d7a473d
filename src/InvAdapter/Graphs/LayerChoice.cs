namespace InvAdapter.Graphs;

/// <summary>Decides how a graph's convolutions and linear layers are computed, once the graph and its weights are there.</summary>
internal delegate IWeightedLayers LayerChoice(GraphBuilder graph, WeightBinder weights);
