namespace InvAdapter.FaceWorld;

/// <summary>Eyes.</summary>
public sealed record EyeLook
{
    /// <summary>Colour of the iris.</summary>
    public EyeColor Color { get; init => field = Within.Defined(value); }

    /// <summary>Small to large, -1 to 1.</summary>
    public float Size { get; init => field = Within.Signed(value); }

    /// <summary>Close together to far apart, -1 to 1.</summary>
    public float Spacing { get; init => field = Within.Signed(value); }

    /// <summary>Outer corners low to high, -1 to 1.</summary>
    public float Tilt { get; init => field = Within.Signed(value); }

    /// <summary>Narrow to round, -1 to 1.</summary>
    public float Roundness { get; init => field = Within.Signed(value); }

    /// <summary>Upper lid: none showing to heavy, 0 to 1.</summary>
    public float Lid { get; init => field = Within.Unit(value); }

    /// <summary>Lashes, 0 for hardly any to 1 for long ones.</summary>
    public float Lashes { get; init => field = Within.Unit(value); }

    internal static EyeLook Draw(SeededRandom random, Leaning leaning, float skinTone) => new()
    {
        Color = random.Weighted<EyeColor>(
        [
            (EyeColor.DarkBrown, 1 + 3 * skinTone), (EyeColor.Brown, 1.5), (EyeColor.Hazel, 1), (EyeColor.Amber, 0.6),
            (EyeColor.Green, 1.3 - skinTone), (EyeColor.Blue, 1.5 - 1.3 * skinTone), (EyeColor.LightBlue, 0.9 - 0.8 * skinTone), (EyeColor.Gray, 0.8 - 0.6 * skinTone),
        ]),
        Size = random.Around(leaning.Toward(0.25, -0.25)),
        Spacing = random.Signed(),
        Tilt = random.Around(leaning.Toward(0.15, -0.1)),
        Roundness = random.Around(leaning.Toward(0.2, -0.2)),
        Lid = random.Between(0, 1),
        Lashes = (float)Math.Clamp(leaning.Toward(0.9, 0) + 0.25 * random.Signed(), 0, 1),
    };
}
