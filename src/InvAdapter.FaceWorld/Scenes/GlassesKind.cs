namespace InvAdapter.FaceWorld;

/// <summary>What is worn over the eyes.</summary>
public enum GlassesKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Round glasses.</summary>
    Round,

    /// <summary>Square glasses.</summary>
    Square,

    /// <summary>Dark glasses. They hide the eyes, so drawn scenes have few.</summary>
    Sunglasses,
}
