using System.Collections.Immutable;

namespace InvAdapter.Results;

/// <summary>What all rows have in common.</summary>
/// <param name="Model">The base model's folder.</param>
/// <param name="Runs">The folder that trained files lie in.</param>
/// <param name="People">Held-out people.</param>
/// <param name="Steps">Denoising steps.</param>
/// <param name="Guidance">Guidance scale.</param>
/// <param name="Seeds">Seeds of each prompt.</param>
internal sealed record ResultSettings(string Model, string Runs, int People, int Steps, double Guidance, ImmutableArray<long> Seeds);
