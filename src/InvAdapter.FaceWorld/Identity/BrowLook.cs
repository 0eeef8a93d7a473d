namespace InvAdapter.FaceWorld;

/// <summary>Eyebrows.</summary>
public sealed record BrowLook
{
    /// <summary>Thin to bushy, -1 to 1.</summary>
    public float Thickness { get; init => field = Within.Signed(value); }

    /// <summary>Straight to arched, -1 to 1.</summary>
    public float Arch { get; init => field = Within.Signed(value); }

    /// <summary>Outer ends low to high, -1 to 1.</summary>
    public float Tilt { get; init => field = Within.Signed(value); }

    /// <summary>Nearly meeting to far apart, -1 to 1.</summary>
    public float Spacing { get; init => field = Within.Signed(value); }

    /// <summary>Close above the eyes to high, -1 to 1.</summary>
    public float Height { get; init => field = Within.Signed(value); }

    /// <summary>Lighter than the hair to darker, -1 to 1.</summary>
    public float Darkness { get; init => field = Within.Signed(value); }

    internal static BrowLook Draw(SeededRandom random, Leaning leaning) => new()
    {
        Thickness = random.Around(leaning.Toward(-0.4, 0.35)),
        Arch = random.Around(leaning.Toward(0.3, -0.25)),
        Tilt = random.Signed(),
        Spacing = random.Signed(),
        Height = random.Around(leaning.Toward(0.3, -0.2)),
        Darkness = random.Signed(),
    };
}
