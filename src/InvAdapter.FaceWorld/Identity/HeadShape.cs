namespace InvAdapter.FaceWorld;

/// <summary>The outline of a head. Everything from -1 to 1; 0 is average.</summary>
public sealed record HeadShape
{
    /// <summary>Narrow to wide.</summary>
    public float Width { get; init => field = Within.Signed(value); }

    /// <summary>Short to long.</summary>
    public float Length { get; init => field = Within.Signed(value); }

    /// <summary>Jaw: tapering to square.</summary>
    public float Jaw { get; init => field = Within.Signed(value); }

    /// <summary>Chin: pointed to broad.</summary>
    public float Chin { get; init => field = Within.Signed(value); }

    /// <summary>Cheeks: hollow to full.</summary>
    public float Cheeks { get; init => field = Within.Signed(value); }

    /// <summary>Hairline: low to high.</summary>
    public float Forehead { get; init => field = Within.Signed(value); }

    internal static HeadShape Draw(SeededRandom random, Leaning leaning) => new()
    {
        Width = random.Signed(),
        Length = random.Signed(),
        Jaw = random.Around(leaning.Toward(-0.35, 0.35)),
        Chin = random.Around(leaning.Toward(-0.3, 0.3)),
        Cheeks = random.Signed(),
        Forehead = random.Signed(),
    };
}
