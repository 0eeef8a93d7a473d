namespace InvAdapter.FaceWorld;

/// <summary>Freckles, moles and scars.</summary>
public sealed record SkinMarks
{
    /// <summary>Freckles over nose and cheeks, 0 for none to 1 for many.</summary>
    public float Freckles { get; init => field = Within.Unit(value); }

    /// <summary>Size of the mole, 0 for none to 1.</summary>
    public float Mole { get; init => field = Within.Unit(value); }

    /// <summary>Where the mole is across the face, -1 the viewer's left to 1.</summary>
    public float MoleX { get; init => field = Within.Signed(value); }

    /// <summary>Where the mole is, -1 below the eye to 1 beside the chin.</summary>
    public float MoleY { get; init => field = Within.Signed(value); }

    /// <summary>The scar.</summary>
    public Scar Scar { get; init => field = Within.Defined(value); }

    internal static SkinMarks Draw(SeededRandom random, Leaning leaning)
    {
        bool freckled = random.Chance(0.22);
        bool mole = random.Chance(0.25);
        float side = random.Chance(0.5) ? 1 : -1;
        return new SkinMarks
        {
            Freckles = freckled ? random.Between(0.4, 1) : 0,
            Mole = mole ? random.Between(0.4, 1) : 0,
            MoleX = side * random.Between(0.35, 1),
            MoleY = random.Between(-1, 1),
            Scar = random.Chance(leaning.Toward(0.03, 0.1))
                ? random.Pick<Scar>([Scar.LeftCheek, Scar.RightCheek, Scar.LeftBrow, Scar.RightBrow, Scar.Chin])
                : Scar.None,
        };
    }
}
