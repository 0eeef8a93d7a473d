namespace InvAdapter.FaceWorld.Painting;

/// <summary>
/// Where a person's features are. Lengths are hundredths of the picture at scale 1; the origin is halfway between the top of the
/// skull and the chin, y counts down.
/// </summary>
internal sealed record FaceGeometry
{
    private const float AverageHalfWidth = 22.3f;

    public FaceGeometry(FaceIdentity identity)
    {
        HeadShape head = identity.Head;
        HalfWidth = AverageHalfWidth + 2.7f * head.Width;
        HalfHeight = 28.2f + 2.4f * head.Length;
        float across = HalfWidth / AverageHalfWidth;
        JawWidth = 0.79f + 0.10f * head.Jaw + 0.035f * head.Cheeks;
        ChinWidth = 0.40f + 0.13f * head.Chin;
        CheekWidth = 0.985f + 0.05f * head.Cheeks;

        EyeLook eyes = identity.Eyes;
        EyeX = across * (9.9f + 1.15f * eyes.Spacing);
        EyeY = 1.2f;
        EyeHalfWidth = (across + 1) / 2 * (5.35f + 0.8f * eyes.Size);
        EyeHalfHeight = EyeHalfWidth * (0.66f + 0.13f * eyes.Roundness);
        EyeTilt = 6.5f * eyes.Tilt;
        BrowY = EyeY - EyeHalfHeight - 3.4f - 1.0f * identity.Brows.Height;

        float down = HalfHeight / 28.2f;
        NoseY = EyeY + down * (10.2f + 1.7f * identity.Nose.Length);
        NoseHalfWidth = across * (3.6f + 1.0f * identity.Nose.Width) * (identity.Nose.Shape == NoseShape.Flat ? 1.2f : 1);
        MouthY = Math.Max(NoseY + 4.6f, EyeY + down * (17.3f - 1.1f * identity.Mouth.Height));
        MouthHalfWidth = across * (7.4f + 1.4f * identity.Mouth.Width);
        EarY = EyeY + 4.2f - 1.4f * identity.Ears.Height;
        HairlineY = -0.60f - 0.07f * head.Forehead;
    }

    public float HalfWidth { get; }

    public float HalfHeight { get; }

    /// <summary>Half widths over <see cref="HalfWidth"/>: at the jaw's corner, of the chin's curve, at the cheekbones.</summary>
    public float JawWidth { get; }

    public float ChinWidth { get; }

    public float CheekWidth { get; }

    public float EyeX { get; }

    public float EyeY { get; }

    public float EyeHalfWidth { get; }

    public float EyeHalfHeight { get; }

    /// <summary>Degrees that the outer corners are raised.</summary>
    public float EyeTilt { get; }

    public float BrowY { get; }

    /// <summary>Underside of the nose.</summary>
    public float NoseY { get; }

    public float NoseHalfWidth { get; }

    /// <summary>The line between the lips.</summary>
    public float MouthY { get; }

    public float MouthHalfWidth { get; }

    public float EarY { get; }

    /// <summary>In half heights of the head: the middle of the hairline.</summary>
    public float HairlineY { get; }
}
