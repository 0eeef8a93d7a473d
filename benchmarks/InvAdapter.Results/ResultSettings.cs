using System.Collections.Immutable;
using InvAdapter.TinyFaces;

namespace InvAdapter.Results;

/// <summary>What all rows have in common.</summary>
/// <param name="Model">The base model's folder.</param>
/// <param name="Runs">The folder that the rows' trained files lie in.</param>
/// <param name="People">Held-out people.</param>
/// <param name="Steps">Denoising steps.</param>
/// <param name="Guidance">Guidance scale.</param>
/// <param name="Seeds">Seeds of each prompt.</param>
internal sealed record ResultSettings(string Model, string Runs, int People, int Steps, double Guidance, ImmutableArray<long> Seeds)
{
    /// <summary>The trained file of a row; null for the kinds that have none.</summary>
    /// <exception cref="ArgumentException">The row names none, but needs one.</exception>
    public string? WeightsOf(ResultRow row) => row switch
    {
        { Kind: not (RowKind.Adapter or RowKind.IpAdapter) } => null,
        { Weights: { } weights } => Path.Combine(Runs, weights),
        { Kind: RowKind.Adapter } => Path.Combine(Model, Path.GetFileName(TinyFacesModel.AdapterPath)),
        _ => throw new ArgumentException($"Row {row.Name} names no weights.", nameof(row)),
    };
}
