namespace InvAdapter.FaceWorld;

/// <summary>Hair on the face.</summary>
public enum BeardStyle
{
    /// <summary>None.</summary>
    None,

    /// <summary>A few days' shadow.</summary>
    Stubble,

    /// <summary>A moustache.</summary>
    Moustache,

    /// <summary>A moustache with raised ends.</summary>
    Handlebar,

    /// <summary>Moustache and chin.</summary>
    Goatee,

    /// <summary>Along the jaw, without a moustache.</summary>
    Chinstrap,

    /// <summary>Full and trimmed.</summary>
    Full,

    /// <summary>Full and long.</summary>
    Long,
}
