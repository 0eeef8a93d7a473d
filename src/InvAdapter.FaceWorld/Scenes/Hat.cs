namespace InvAdapter.FaceWorld;

/// <summary>What is worn on the head.</summary>
public sealed record Hat
{
    /// <summary>Which hat.</summary>
    public HatKind Kind { get; init => field = Within.Defined(value); }

    /// <summary>Its colour, or that of a straw hat's ribbon or a crown's stones.</summary>
    public NamedColor Color { get; init => field = Within.Defined(value); }
}
