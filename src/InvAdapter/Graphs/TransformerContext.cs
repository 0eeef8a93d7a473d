namespace InvAdapter.Graphs;

/// <summary>Values of the UNet graph that every attention site uses.</summary>
/// <param name="Batch">The batch size B, as a tensor [1].</param>
/// <param name="Text">The prompt's tokens as rows, [B·T,D].</param>
/// <param name="Strength">How strongly the identity acts.</param>
internal sealed record TransformerContext(string Batch, string Text, IdentityStrength Strength);
