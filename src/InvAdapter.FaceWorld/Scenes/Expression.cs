namespace InvAdapter.FaceWorld;

/// <summary>What a face shows.</summary>
public enum Expression
{
    /// <summary>At rest.</summary>
    Neutral,

    /// <summary>A closed smile.</summary>
    Smiling,

    /// <summary>Laughing with an open mouth.</summary>
    Laughing,

    /// <summary>Corners of the mouth down, brows up.</summary>
    Sad,

    /// <summary>Frowning.</summary>
    Angry,

    /// <summary>Wide eyes, round mouth.</summary>
    Surprised,

    /// <summary>Smiling with one eye closed.</summary>
    Winking,
}
