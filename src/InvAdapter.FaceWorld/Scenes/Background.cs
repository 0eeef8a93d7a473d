namespace InvAdapter.FaceWorld;

/// <summary>What is behind a person.</summary>
public sealed record Background
{
    /// <summary>Pattern or place.</summary>
    public BackgroundKind Kind { get; init => field = Within.Defined(value); }

    /// <summary>Colour. Places have their own, and take no notice of it.</summary>
    public NamedColor Color { get; init => field = Within.Defined(value); } = NamedColor.Blue;

    /// <summary>Whether this is a place rather than a colour.</summary>
    public bool IsPlace => Kind is BackgroundKind.Beach or BackgroundKind.Forest or BackgroundKind.City or BackgroundKind.Snow;
}
