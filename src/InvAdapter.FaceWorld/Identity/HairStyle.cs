namespace InvAdapter.FaceWorld;

/// <summary>How hair is worn.</summary>
public enum HairStyle
{
    /// <summary>None.</summary>
    Bald,

    /// <summary>Shaved to a shadow.</summary>
    Buzz,

    /// <summary>Short all over.</summary>
    Short,

    /// <summary>Short with a parting at the side.</summary>
    SidePart,

    /// <summary>Combed straight back.</summary>
    SlickedBack,

    /// <summary>Short at the sides, high over the forehead.</summary>
    Quiff,

    /// <summary>Thinning at front and top.</summary>
    Receding,

    /// <summary>A standing strip over a shaved head.</summary>
    Mohawk,

    /// <summary>Short with pointed strands swept aside.</summary>
    Pixie,

    /// <summary>A round cut with a straight fringe.</summary>
    Bowl,

    /// <summary>To the chin, parted.</summary>
    Bob,

    /// <summary>Long and straight, parted in the middle.</summary>
    LongStraight,

    /// <summary>Long and wavy, parted at the side.</summary>
    LongWavy,

    /// <summary>Long with a straight fringe.</summary>
    LongFringe,

    /// <summary>Curls down to the jaw.</summary>
    Curly,

    /// <summary>A large round afro.</summary>
    Afro,

    /// <summary>Tied into a knot on top.</summary>
    Bun,

    /// <summary>Tied into a tail that falls over one shoulder.</summary>
    Ponytail,

    /// <summary>Two braids in front of the shoulders.</summary>
    Braids,

    /// <summary>Two knots, left and right.</summary>
    SpaceBuns,
}
