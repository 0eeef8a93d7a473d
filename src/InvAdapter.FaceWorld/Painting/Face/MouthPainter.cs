using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>The mouth, open or closed, from one pair of curves: the lips' inner edges.</summary>
internal static class MouthPainter
{
    private const float Ajar = 1;

    public static void Paint(Portrait portrait)
    {
        MouthLook look = portrait.Identity.Mouth;
        ExpressionPose pose = portrait.Pose;
        float w = portrait.Face.MouthHalfWidth * pose.MouthWidth;
        float fullness = 1.75f + 0.85f * look.Fullness;
        float corner = -0.55f * pose.Lift;

        // Both inner edges meet in the corners; the middle of the upper stays, the lower drops by the opening.
        float upper = 0.45f * pose.Lift - 0.22f * pose.Open;
        float lower = upper + pose.Open;
        SKCanvas canvas = portrait.Easel.Canvas;
        canvas.Save();
        canvas.Translate(0, portrait.Face.MouthY);
        var mouth = new Curves(w, corner, upper, lower, fullness, pose.Open > 0 ? 0.72f : 1);
        PaintAround(portrait, mouth);
        if (pose.Open > Ajar && pose.Teeth == 0)
        {
            PaintRound(portrait, mouth);
        }
        else
        {
            PaintLips(portrait, mouth);
            if (pose.Open > Ajar)
                PaintInside(portrait, mouth);
            else
                PaintLine(portrait, mouth);
        }

        canvas.Restore();
    }

    private static void PaintAround(Portrait portrait, Curves mouth)
    {
        SkinPalette skin = portrait.Skin;
        portrait.Easel.Glow(0.4f, mouth.Lower + 1.25f * mouth.Fullness + 1.7f, 0.62f * mouth.Width, 1.6f, skin.Deep.Faded(0.5f));
        float fold = Math.Max(portrait.Pose.CheekRaise, portrait.Identity.Skin.Wrinkles);
        if (fold > 0.2f)
        {
            float x = mouth.Width + 1.7f;
            using SKPath folds = Portrait.Pen()
                .Move(-portrait.Face.NoseHalfWidth - 1.2f, portrait.Face.NoseY - portrait.Face.MouthY).Quad(-x - 0.6f, mouth.Corner - 2.5f, -x, mouth.Corner + 1.4f)
                .Move(portrait.Face.NoseHalfWidth + 1.2f, portrait.Face.NoseY - portrait.Face.MouthY).Quad(x + 0.6f, mouth.Corner - 2.5f, x, mouth.Corner + 1.4f)
                .Open();
            portrait.Easel.Stroke(folds, skin.Deep.Faded(0.42f * fold), 0.7f);
        }
    }

    private static void PaintLips(Portrait portrait, Curves mouth)
    {
        SKColor lip = portrait.Skin.Lip;
        using SKPath lower = mouth.LowerLip();
        using SKPath upper = mouth.UpperLip();
        portrait.Easel.Form(lower, new Ramp(lip.Lighter(0.16f), lip, lip.Darker(0.14f)), outlined: false);
        portrait.Easel.Form(upper, new Ramp(lip.Darker(0.04f), lip.Darker(0.12f), lip.Darker(0.22f)), outlined: false);
        portrait.Easel.Glow(-0.15f * mouth.Width, mouth.Lower + 0.55f * mouth.Fullness, 0.32f * mouth.Width, 0.42f * mouth.Fullness, SKColors.White.Faded(0.40f));
    }

    private static void PaintLine(Portrait portrait, Curves mouth)
    {
        using SKPath line = Portrait.Pen()
            .Move(-mouth.Width, mouth.Corner)
            .Curve(-0.5f * mouth.Width, mouth.Upper + 0.15f, -0.25f * mouth.Width, mouth.Upper - 0.1f, 0, mouth.Upper + 0.15f)
            .Curve(0.25f * mouth.Width, mouth.Upper - 0.1f, 0.5f * mouth.Width, mouth.Upper + 0.15f, mouth.Width, mouth.Corner)
            .Open();
        portrait.Easel.Stroke(line, Tint.Mix(portrait.Skin.Line, portrait.Skin.Lip, 0.25f), 0.85f);
    }

    /// <summary>An O: lips are a ring around it.</summary>
    private static void PaintRound(Portrait portrait, Curves mouth)
    {
        Easel easel = portrait.Easel;
        float y = (mouth.Upper + mouth.Lower) / 2;
        float high = (mouth.Lower - mouth.Upper) / 2;
        float wide = 0.94f * mouth.Width;
        float ring = 0.62f * mouth.Fullness;
        using SKPath lips = Oval(y + 0.2f * ring, wide + ring, high + 0.95f * ring);
        using SKPath inside = Oval(y, wide, high);
        easel.Form(lips, new Ramp(portrait.Skin.Lip.Lighter(0.08f), portrait.Skin.Lip.Darker(0.06f), portrait.Skin.Lip.Darker(0.18f)), outlined: false);
        easel.Fill(inside, Tint.Hex(0x54141E));
        easel.Outline(inside);
        easel.Clip(inside);
        easel.Oval(0, y + 1.05f * high, 0.8f * wide, 0.62f * high, Tint.Hex(0xD8606A));
        easel.Unclip();
    }

    private static SKPath Oval(float y, float wide, float high)
    {
        const float Round = 0.56f;
        return Portrait.Pen()
            .Move(0, y - high)
            .Curve(Round * wide, y - high, wide, y - Round * high, wide, y)
            .Curve(wide, y + Round * high, Round * wide, y + high, 0, y + high)
            .MirrorBack()
            .Closed();
    }

    private static void PaintInside(Portrait portrait, Curves mouth)
    {
        Easel easel = portrait.Easel;
        using SKPath inside = mouth.Inside();
        easel.Fill(inside, Tint.Hex(0x54141E));
        easel.Outline(inside);
        easel.Clip(inside);
        float open = mouth.Lower - mouth.Upper;
        easel.Oval(0, mouth.Lower + 0.12f * open, 0.62f * mouth.Width, 0.46f * open, Tint.Hex(0xD8606A));
        if (portrait.Pose.Teeth > 0)
        {
            float edge = mouth.Upper + portrait.Pose.Teeth * open;
            using SKPath teeth = Portrait.Pen()
                .Move(-1.1f * mouth.Width, mouth.Corner - 4)
                .Line(1.1f * mouth.Width, mouth.Corner - 4)
                .Line(0.98f * mouth.Width, mouth.Corner + 0.5f)
                .Curve(0.6f * mouth.Width, edge + 0.1f, -0.6f * mouth.Width, edge + 0.1f, -0.98f * mouth.Width, mouth.Corner + 0.5f)
                .Closed();
            easel.Fill(teeth, Tint.Hex(0xFDFBF6));
        }

        using SKPath shade = Portrait.Pen().Move(-mouth.Width, mouth.Corner).Quad(0, 2 * mouth.Upper - mouth.Corner, mouth.Width, mouth.Corner).Open();
        easel.Stroke(shade, Tint.Hex(0x3A0A14).Faded(0.35f), 1.3f);
        easel.Unclip();
    }

    private readonly record struct Curves(float Width, float Corner, float Upper, float Lower, float Fullness, float Thinning)
    {
        public SKPath UpperLip()
        {
            float lip = Fullness * Thinning;
            float bow = Upper - 1.05f * lip;
            return Portrait.Pen()
                .Move(0, bow + 0.28f * lip)
                .Curve(0.12f * Width, bow - 0.16f * lip, 0.30f * Width, bow - 0.12f * lip, 0.46f * Width, Mid(bow, 0.34f))
                .Curve(0.68f * Width, Mid(bow, 0.62f), 0.86f * Width, Corner - 0.25f, Width + 0.3f, Corner)
                .Curve(0.62f * Width, Edge(Upper) + 0.25f, 0.3f * Width, Upper + 0.25f, 0, Upper + 0.3f)
                .MirrorBack()
                .Closed();
        }

        public SKPath LowerLip()
        {
            float lip = 1.32f * Fullness * Thinning;
            return Portrait.Pen()
                .Move(0, Lower - 0.2f)
                .Curve(0.5f * Width, Lower - 0.2f, 0.72f * Width, Edge(Lower), Width, Corner)
                .Curve(0.78f * Width, Edge(Lower) + 0.95f * lip, 0.46f * Width, Lower + 1.06f * lip, 0, Lower + lip)
                .MirrorBack()
                .Closed();
        }

        public SKPath Inside() => Portrait.Pen()
            .Move(0, Upper)
            .Curve(0.42f * Width, Upper, 0.70f * Width, Edge(Upper), 0.97f * Width, Corner)
            .Curve(0.80f * Width, Edge(Lower) + 0.35f * (Lower - Upper), 0.50f * Width, Lower, 0, Lower)
            .MirrorBack()
            .Closed();

        private float Edge(float middle) => middle + 0.45f * (Corner - middle);

        private float Mid(float from, float share) => from + share * (Corner - from);
    }
}
