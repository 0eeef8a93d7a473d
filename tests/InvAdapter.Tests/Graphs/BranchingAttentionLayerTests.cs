namespace InvAdapter.Tests.Graphs;

/// <summary>In a graph with a branch for each case.</summary>
public sealed class BranchingAttentionLayerTests() : AttentionLayerFormula(branches: true);
