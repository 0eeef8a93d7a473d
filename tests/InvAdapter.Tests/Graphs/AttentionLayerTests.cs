namespace InvAdapter.Tests.Graphs;

/// <summary>In a graph that computes all in every call.</summary>
public sealed class AttentionLayerTests() : AttentionLayerFormula(branches: false);
