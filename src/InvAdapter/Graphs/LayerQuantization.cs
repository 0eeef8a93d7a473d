namespace InvAdapter.Graphs;

/// <summary>What one layer needs to be computed in int8.</summary>
/// <param name="WeightScales">Width of a step of each output channel's weights, which are symmetric about 0.</param>
/// <param name="Input">How what comes in is held.</param>
/// <param name="Output">How what goes out is held; null for linear layers, which give floating point.</param>
internal sealed record LayerQuantization(float[] WeightScales, AffineScale Input, AffineScale? Output);
