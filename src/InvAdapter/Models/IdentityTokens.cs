namespace InvAdapter.Models;

/// <summary>What an adapter adds to one UNet call. Borrows the tokens; whoever projected them owns them.</summary>
public sealed class IdentityTokens
{
    private readonly double _strength = 1;

    /// <summary>How the tokens enter.</summary>
    public required Fusion Fusion { get; init; }

    /// <summary>λ, 0 to 10. At 0 the call is the plain one, to the last bit.</summary>
    public double Strength
    {
        get => _strength;
        init => _strength = value is >= 0 and <= 10 ? value : throw new ArgumentOutOfRangeException(nameof(Strength), value, "Use a strength of 0 to 10.");
    }

    /// <summary>Tokens by the name of their attention site. Sites left out stay as they are.</summary>
    public required IReadOnlyDictionary<string, SiteTokens> Sites { get; init; }

    /// <summary>Whether there is anything to add. Strength 0 must be the plain network to the last bit, so then nothing is fed.</summary>
    internal bool Adds => Strength > 0 && Sites.Count > 0;

    /// <summary>The strength as the graph takes it: λ, and for the embedded fusion ln λ.</summary>
    internal float StrengthValue => (float)(Fusion == Fusion.Embedded ? Math.Log(Strength) : Strength);
}
