using InvAdapter.Models;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>What an adapter adds to one UNet call. Gradients flow through its keys and values.</summary>
public sealed record IdentityAttention
{
    private readonly double _strength = 1;

    /// <summary>How the tokens enter.</summary>
    public required Fusion Fusion { get; init; }

    /// <summary>λ, 0 to 10. At 0 the call is the plain one.</summary>
    public double Strength
    {
        get => _strength;
        init => _strength = value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(Strength), value, "Use a strength of 0 to 10.");
    }

    /// <summary>Keys and values by the name of their attention site. Sites left out stay as they are.</summary>
    public required IReadOnlyDictionary<string, SiteKeysValues> Sites { get; init; }

    /// <summary>Which rows of the batch have an identity, bool [B]; null where all do. The others are computed as by the plain network.</summary>
    public Tensor? Present { get; init; }

    internal SiteKeysValues? Find(string site) => Strength > 0 && Sites.TryGetValue(site, out SiteKeysValues found) ? found : null;
}
