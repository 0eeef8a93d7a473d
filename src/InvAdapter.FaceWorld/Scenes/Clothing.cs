namespace InvAdapter.FaceWorld;

/// <summary>What is worn.</summary>
public sealed record Clothing
{
    /// <summary>Which.</summary>
    public ClothingKind Kind { get; init => field = Within.Defined(value); }

    /// <summary>Its colour; a scarf's, where there is one.</summary>
    public NamedColor Color { get; init => field = Within.Defined(value); }
}
