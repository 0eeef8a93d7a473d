namespace InvAdapter.FaceWorld;

/// <summary>How much of the picture a head fills.</summary>
public enum Framing
{
    /// <summary>Head and shoulders.</summary>
    Normal,

    /// <summary>A close-up.</summary>
    Close,

    /// <summary>From further away.</summary>
    Far,
}
