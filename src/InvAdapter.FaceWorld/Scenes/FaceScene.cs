namespace InvAdapter.FaceWorld;

/// <summary>What a prompt controls: everything in a picture but who is in it.</summary>
/// <remarks>A default instance is a neutral portrait in a red T-shirt on plain blue.</remarks>
public sealed record FaceScene
{
    private const float StraightDegrees = 3.5f;
    private const float CloseScale = 1.1f;
    private const float FarScale = 0.84f;

    /// <summary>What the face shows.</summary>
    public Expression Expression { get; init => field = Within.Defined(value); }

    /// <summary>How far the head leans in degrees, -15 (the viewer's left) to 15.</summary>
    public float TiltDegrees { get; init => field = Within.Range(value, -15, 15); }

    /// <summary>How far the person stands from the middle, in hundredths of the picture, -12 (left) to 12.</summary>
    public float OffsetX { get; init => field = Within.Range(value, -12, 12); }

    /// <summary>How far the person stands from the middle, in hundredths of the picture, -6 (up) to 12.</summary>
    public float OffsetY { get; init => field = Within.Range(value, -6, 12); }

    /// <summary>Size of the person, 0.65 to 1.3.</summary>
    public float Scale { get; init => field = Within.Range(value, 0.65f, 1.3f); } = 1;

    /// <summary>What is behind.</summary>
    public Background Background { get; init => field = NotNull(value); } = new();

    /// <summary>What is on the head.</summary>
    public Hat Hat { get; init => field = NotNull(value); } = new();

    /// <summary>What is over the eyes.</summary>
    public GlassesKind Glasses { get; init => field = Within.Defined(value); }

    /// <summary>What is worn.</summary>
    public Clothing Clothing { get; init => field = NotNull(value); } = new();

    /// <summary>How it is drawn.</summary>
    public DrawingStyle Style { get; init => field = Within.Defined(value); }

    /// <summary>To which side <see cref="TiltDegrees"/> clearly leans.</summary>
    public HeadTilt Tilt => TiltDegrees < -StraightDegrees ? HeadTilt.Left : TiltDegrees > StraightDegrees ? HeadTilt.Right : HeadTilt.Straight;

    /// <summary>What <see cref="Scale"/> amounts to.</summary>
    public Framing Framing => Scale >= CloseScale ? Framing.Close : Scale <= FarScale ? Framing.Far : Framing.Normal;

    /// <summary>Makes up a scene. The same seed gives the same scene on every machine and .NET version.</summary>
    /// <param name="seed">Any number.</param>
    /// <returns>The scene.</returns>
    public static FaceScene FromSeed(long seed) => SceneDraw.Draw(seed);

    private static T NotNull<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
