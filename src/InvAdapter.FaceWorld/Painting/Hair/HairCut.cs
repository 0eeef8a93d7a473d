using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The shapes of one hair style, in layers. Every path is the caller's to dispose.</summary>
internal abstract class HairCut
{
    /// <summary>How well hair covers the skin, 0 to 1.</summary>
    public virtual float Opacity => 1;

    /// <summary>Whether it shines in bands, as smooth hair does.</summary>
    public virtual bool Glossy => true;

    /// <summary>What is behind the neck and shoulders.</summary>
    public virtual SKPath? Back(Portrait portrait) => null;

    /// <summary>What hangs in front of the shoulders, but behind the head.</summary>
    public virtual SKPath? Hanging(Portrait portrait) => null;

    /// <summary>What is shaved so short that it is only a shade of the skin.</summary>
    public virtual SKPath? Under(Portrait portrait) => null;

    /// <summary>What lies on the head.</summary>
    public virtual SKPath? Front(Portrait portrait) => null;

    /// <summary>Lines along the hair of <see cref="Front"/>, which show how it is combed.</summary>
    public virtual SKPath? Strands(Portrait portrait) => null;

    /// <summary>Lines along the hair of <see cref="Back"/> and <see cref="Hanging"/>.</summary>
    public virtual SKPath? HangingStrands(Portrait portrait) => null;

    /// <summary>Ties and the like, over everything hanging.</summary>
    public virtual void PaintTies(Portrait portrait)
    {
    }

    protected static Pen Pen(Portrait portrait) => portrait.HeadPen(portrait.Identity.Hair.Mirrored);

    /// <summary>Hair close to the skull: an outer edge over the skull's, sideburns, temples and a hairline.</summary>
    protected static SKPath Cap(Portrait portrait, float side, float top, float sideburn, float templeX, float templeY, float hairline) =>
        portrait.HeadPen()
            .Move(0, -1 - top)
            .Curve(0.60f + 0.8f * side, -1 - top, 1 + side, -0.72f - 0.5f * top, 1 + side, -0.16f)
            .Curve(1 + side, -0.05f, 1 + 0.4f * side, sideburn - 0.08f, 0.985f, sideburn)
            .Line(0.90f, sideburn - 0.03f)
            .Curve(0.91f, -0.14f, templeX + 0.04f, templeY + 0.16f, templeX, templeY)
            .Curve(templeX - 0.12f, templeY - 0.10f, 0.34f, hairline, 0, hairline)
            .MirrorBack()
            .Closed();

    /// <summary>Hair combed from the hairline to the crown.</summary>
    protected static SKPath CombedBack(Portrait portrait, float hairline)
    {
        Pen pen = portrait.HeadPen();
        for (int i = -4; i <= 4; i++)
        {
            float x = i * 0.19f;
            float y = hairline + 0.30f * x * x;
            pen.Move(x, y).Quad(1.12f * x, y - 0.26f, 0.55f * x, -1.06f);
        }

        return pen.Open();
    }
}
