namespace InvAdapter.FaceWorld;

/// <summary>The nose.</summary>
public sealed record NoseLook
{
    /// <summary>Its form.</summary>
    public NoseShape Shape { get; init => field = Within.Defined(value); }

    /// <summary>Narrow to wide, -1 to 1.</summary>
    public float Width { get; init => field = Within.Signed(value); }

    /// <summary>Short to long, -1 to 1.</summary>
    public float Length { get; init => field = Within.Signed(value); }

    internal static NoseLook Draw(SeededRandom random, Leaning leaning) => new()
    {
        Shape = random.Pick<NoseShape>([NoseShape.Button, NoseShape.Straight, NoseShape.Round, NoseShape.Hooked, NoseShape.Flat]),
        Width = random.Around(leaning.Toward(-0.2, 0.2)),
        Length = random.Around(leaning.Toward(-0.2, 0.2)),
    };
}
