namespace InvAdapter.FaceWorld;

/// <summary>Ears.</summary>
public sealed record EarLook
{
    /// <summary>Small to large, -1 to 1.</summary>
    public float Size { get; init => field = Within.Signed(value); }

    /// <summary>Lying close to standing out, -1 to 1.</summary>
    public float Protrusion { get; init => field = Within.Signed(value); }

    /// <summary>Low to high, -1 to 1.</summary>
    public float Height { get; init => field = Within.Signed(value); }

    internal static EarLook Draw(SeededRandom random) => new()
    {
        Size = random.Signed(),
        Protrusion = random.Signed(),
        Height = random.Signed(),
    };
}
