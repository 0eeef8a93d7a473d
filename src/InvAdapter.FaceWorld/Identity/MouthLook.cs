namespace InvAdapter.FaceWorld;

/// <summary>The mouth at rest; what it does is the scene's matter.</summary>
public sealed record MouthLook
{
    /// <summary>Narrow to wide, -1 to 1.</summary>
    public float Width { get; init => field = Within.Signed(value); }

    /// <summary>Thin to full lips, -1 to 1.</summary>
    public float Fullness { get; init => field = Within.Signed(value); }

    /// <summary>Close to the chin to close to the nose, -1 to 1.</summary>
    public float Height { get; init => field = Within.Signed(value); }

    /// <summary>Lips: skin's own colour to deep red, 0 to 1.</summary>
    public float Redness { get; init => field = Within.Unit(value); }

    internal static MouthLook Draw(SeededRandom random, Leaning leaning) => new()
    {
        Width = random.Signed(),
        Fullness = random.Around(leaning.Toward(0.35, -0.35)),
        Height = random.Signed(),
        Redness = (float)Math.Clamp(leaning.Toward(0.75, 0.1) + 0.35 * random.Signed(), 0, 1),
    };
}
