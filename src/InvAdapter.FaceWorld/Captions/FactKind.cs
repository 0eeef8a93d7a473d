namespace InvAdapter.FaceWorld;

/// <summary>What a caption can state about a scene.</summary>
public enum FactKind
{
    /// <summary>The <see cref="FaceWorld.Expression"/>.</summary>
    Expression,

    /// <summary>The <see cref="HeadTilt"/>.</summary>
    Tilt,

    /// <summary>The <see cref="FaceWorld.Framing"/>.</summary>
    Framing,

    /// <summary>The <see cref="BackgroundKind"/>.</summary>
    Background,

    /// <summary>The background's <see cref="NamedColor"/>; places have none, and pencil drawings have no colours at all.</summary>
    BackgroundColor,

    /// <summary>The <see cref="HatKind"/>.</summary>
    Hat,

    /// <summary>The hat's <see cref="NamedColor"/>, where there is a hat.</summary>
    HatColor,

    /// <summary>The <see cref="GlassesKind"/>.</summary>
    Glasses,

    /// <summary>The <see cref="ClothingKind"/>.</summary>
    Clothing,

    /// <summary>The clothing's <see cref="NamedColor"/>.</summary>
    ClothingColor,

    /// <summary>The <see cref="DrawingStyle"/>.</summary>
    Style,
}
