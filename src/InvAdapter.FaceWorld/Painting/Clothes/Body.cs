using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Where a person's collar and shoulders are, for clothes to be cut to.</summary>
internal sealed class Body(Portrait portrait)
{
    public const float Depth = 90;

    public Easel Easel { get; } = portrait.Easel;

    public Portrait Portrait { get; } = portrait;

    /// <summary>Half the neck's width.</summary>
    public float Neck { get; } = NeckPainter.NeckHalfWidth(portrait);

    /// <summary>Half the shoulders' width.</summary>
    public float Shoulder { get; } = NeckPainter.ShoulderHalfWidth(portrait);

    /// <summary>Where the neck meets the collar.</summary>
    public float Collar { get; } = portrait.Face.HalfHeight + 6.5f;

    /// <summary>A garment over the shoulders with a round or deep neckline.</summary>
    /// <param name="gap">How far from the neck it starts.</param>
    /// <param name="depth">How deep the neckline hangs.</param>
    /// <param name="lift">How much thicker than the body it is.</param>
    public SKPath Garment(float gap, float depth, float lift) => Portrait.Pen()
        .Move(0, Collar + depth)
        .Curve(0.6f * (Neck + gap), Collar + depth, Neck + gap, Collar + 0.55f * depth, Neck + gap, Collar - 0.6f)
        .Curve(Neck + gap + 5, Collar + 2.6f - lift, Shoulder - 8, Collar + 5.5f - lift, Shoulder - 3, Collar + 9.5f - lift)
        .Curve(Shoulder + 1.5f + lift, Collar + 13, Shoulder + 3 + lift, Collar + 22, Shoulder + 4 + lift, Depth)
        .MirrorBack()
        .Closed();

    /// <summary>Folds below the arms and the shadow between body and arms.</summary>
    public void PaintFolds(Ramp ramp)
    {
        using SKPath folds = Portrait.Pen()
            .Move(0.70f * Shoulder, Depth).Quad(0.68f * Shoulder, Collar + 20, 0.76f * Shoulder, Collar + 14.5f)
            .Move(-0.70f * Shoulder, Depth).Quad(-0.68f * Shoulder, Collar + 20, -0.76f * Shoulder, Collar + 14.5f)
            .Open();
        Easel.Stroke(folds, ramp.Dark.Faded(0.7f), 0.9f);
        Easel.Glow(-0.45f * Shoulder, Collar + 7, 10, 4, SKColors.White.Faded(0.20f));
    }

    /// <summary>The shadow of the chin on what is below it.</summary>
    public void PaintChinShadow(SKPath on)
    {
        Easel.Clip(on);
        Easel.Glow(2, Collar + 0.5f, 1.7f * Neck, 5.5f, SKColors.Black.Faded(0.28f));
        Easel.Unclip();
    }
}
