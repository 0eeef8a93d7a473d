namespace InvAdapter.FaceWorld;

/// <summary>What is worn on the head.</summary>
public enum HatKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A cap with a peak.</summary>
    Cap,

    /// <summary>A knitted cap with a bobble.</summary>
    Beanie,

    /// <summary>A top hat.</summary>
    TopHat,

    /// <summary>A straw hat; its colour is that of its ribbon.</summary>
    StrawHat,

    /// <summary>A golden crown; its colour is that of its stones.</summary>
    Crown,

    /// <summary>A cowboy hat.</summary>
    Cowboy,
}
