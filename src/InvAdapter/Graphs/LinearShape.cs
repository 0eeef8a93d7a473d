namespace InvAdapter.Graphs;

/// <summary>One <c>nn.Linear</c> on rows.</summary>
/// <param name="Name">Its path in the checkpoint.</param>
/// <param name="InWidth">Width of a row that comes in.</param>
/// <param name="OutWidth">Width of a row that goes out.</param>
/// <param name="Bias">Whether a bias is added.</param>
internal sealed record LinearShape(string Name, int InWidth, int OutWidth, bool Bias)
{
    /// <summary>The weight's shape.</summary>
    public long[] Weight => [OutWidth, InWidth];
}
