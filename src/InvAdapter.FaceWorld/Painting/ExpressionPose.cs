namespace InvAdapter.FaceWorld.Painting;

/// <summary>What an expression does to a face at rest. Lengths are hundredths of the picture.</summary>
internal sealed record ExpressionPose
{
    /// <summary>How far the left and right eye are open, 0 closed, 1 at rest.</summary>
    public float LeftEye { get; init; } = 1;

    /// <inheritdoc cref="LeftEye"/>
    public float RightEye { get; init; } = 1;

    /// <summary>How far brows go up.</summary>
    public float BrowRaise { get; init; }

    /// <summary>How far the brows' inner ends go up (grief) or down (anger).</summary>
    public float BrowInner { get; init; }

    /// <summary>Width of the mouth over that at rest.</summary>
    public float MouthWidth { get; init; } = 1;

    /// <summary>How far the corners of the mouth go up.</summary>
    public float Lift { get; init; }

    /// <summary>Height of the open mouth.</summary>
    public float Open { get; init; }

    /// <summary>How much of the open mouth the upper teeth take.</summary>
    public float Teeth { get; init; }

    /// <summary>How far cheeks rise, 0 to 1.</summary>
    public float CheekRaise { get; init; }

    /// <summary>How deep the frown between the brows is, 0 to 1.</summary>
    public float Frown { get; init; }

    public static ExpressionPose For(Expression expression) => expression switch
    {
        Expression.Smiling => new() { MouthWidth = 1.22f, Lift = 3.0f, CheekRaise = 0.6f, LeftEye = 0.9f, RightEye = 0.9f, BrowRaise = 0.4f },
        Expression.Laughing => new() { MouthWidth = 1.30f, Lift = 2.8f, Open = 8.2f, Teeth = 0.34f, CheekRaise = 1, LeftEye = 0.68f, RightEye = 0.68f, BrowRaise = 1.1f },
        Expression.Sad => new() { MouthWidth = 0.92f, Lift = -3.0f, LeftEye = 0.78f, RightEye = 0.78f, BrowInner = 3.1f, BrowRaise = -0.2f },
        Expression.Angry => new() { MouthWidth = 0.95f, Lift = -1.9f, LeftEye = 0.74f, RightEye = 0.74f, BrowInner = -3.4f, BrowRaise = -0.8f, Frown = 1 },
        Expression.Surprised => new() { MouthWidth = 0.56f, Open = 8.6f, LeftEye = 1.26f, RightEye = 1.26f, BrowRaise = 3.2f },
        Expression.Winking => new() { MouthWidth = 1.18f, Lift = 2.7f, CheekRaise = 0.6f, LeftEye = 1.02f, RightEye = 0, BrowRaise = 0.5f },
        _ => new() { Lift = 0.6f },
    };
}
