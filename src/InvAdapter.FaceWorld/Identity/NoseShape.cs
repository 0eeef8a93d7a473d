namespace InvAdapter.FaceWorld;

/// <summary>Form of a nose.</summary>
public enum NoseShape
{
    /// <summary>Small and upturned.</summary>
    Button,

    /// <summary>Straight, with a clear ridge.</summary>
    Straight,

    /// <summary>With a round, heavy tip.</summary>
    Round,

    /// <summary>With a tip that points down.</summary>
    Hooked,

    /// <summary>Low and broad.</summary>
    Flat,
}
