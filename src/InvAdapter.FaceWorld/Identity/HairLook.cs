namespace InvAdapter.FaceWorld;

/// <summary>Hair: style and colour. Brows and beard share its natural colour.</summary>
public sealed record HairLook
{
    /// <summary>How it is worn.</summary>
    public HairStyle Style { get; init => field = Within.Defined(value); }

    /// <summary>0 platinum over blond and brown to 1 black.</summary>
    public float Melanin { get; init => field = Within.Unit(value); }

    /// <summary>0 ash to 1 ginger.</summary>
    public float Redness { get; init => field = Within.Unit(value); }

    /// <summary>0 for no gray to 1 for white.</summary>
    public float Gray { get; init => field = Within.Unit(value); }

    /// <summary>Dye, which covers the natural colour on the head.</summary>
    public HairDye Dye { get; init => field = Within.Defined(value); }

    /// <summary>Flat to voluminous, -1 to 1.</summary>
    public float Volume { get; init => field = Within.Signed(value); }

    /// <summary>Short to long for its style, -1 to 1.</summary>
    public float Length { get; init => field = Within.Signed(value); }

    /// <summary>Whether partings, sweeps and tails are mirrored.</summary>
    public bool Mirrored { get; init; }

    internal static HairLook Draw(SeededRandom random, Leaning leaning, float skinTone)
    {
        HairStyle style = random.Weighted(HairStyleOdds.For(leaning));
        bool dark = random.Chance(0.15 + 0.9 * skinTone);
        bool ginger = !dark && random.Chance(0.22);
        bool graying = random.Chance(1.3 * leaning.Age - 0.3);
        return new HairLook
        {
            Style = style,
            Melanin = ginger ? random.Between(0.3, 0.6) : dark ? random.Between(0.72, 1) : random.Between(0.02, 0.85),
            Redness = ginger ? random.Between(0.75, 1) : random.Between(0, 0.45),
            Gray = graying ? random.Between(0.4, 1) : 0,
            Dye = random.Chance(0.11)
                ? random.Pick<HairDye>([HairDye.Red, HairDye.Pink, HairDye.Purple, HairDye.Blue, HairDye.Turquoise, HairDye.Green])
                : HairDye.None,
            Volume = random.Signed(),
            Length = random.Signed(),
            Mirrored = random.Chance(0.5),
        };
    }
}
