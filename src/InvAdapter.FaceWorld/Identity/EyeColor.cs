namespace InvAdapter.FaceWorld;

/// <summary>Colour of the iris.</summary>
public enum EyeColor
{
    /// <summary>Nearly black.</summary>
    DarkBrown,

    /// <summary>Brown.</summary>
    Brown,

    /// <summary>Between brown and green.</summary>
    Hazel,

    /// <summary>Golden.</summary>
    Amber,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Blue.</summary>
    Blue,

    /// <summary>Light, icy blue.</summary>
    LightBlue,

    /// <summary>Gray.</summary>
    Gray,
}
