namespace InvAdapter.FaceWorld;

/// <summary>Skin: its colour and what the years have done.</summary>
public sealed record SkinLook
{
    /// <summary>0 very light to 1 very dark, along natural skin colours.</summary>
    public float Tone { get; init => field = Within.Unit(value); }

    /// <summary>-1 rosy to 1 golden.</summary>
    public float Warmth { get; init => field = Within.Signed(value); }

    /// <summary>Red of the cheeks, 0 to 1.</summary>
    public float Blush { get; init => field = Within.Unit(value); }

    /// <summary>Lines of age, 0 to 1.</summary>
    public float Wrinkles { get; init => field = Within.Unit(value); }

    internal static SkinLook Draw(SeededRandom random, Leaning leaning) => new()
    {
        Tone = Depth(random.Between(0, 1)),
        Warmth = random.Signed(),
        Blush = random.Between(0.1, leaning.Toward(1, 0.6)),
        Wrinkles = (float)Math.Clamp(1.5 * leaning.Age - 0.35, 0, 1),
    };

    /// <summary>Tones are told apart less well in the dark half, so the light half gets a few more people.</summary>
    private static float Depth(float place) => place * (0.75f + 0.25f * place);
}
