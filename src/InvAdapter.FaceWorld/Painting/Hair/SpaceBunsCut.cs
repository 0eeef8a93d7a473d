using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>A knot left and right, with a few strands on the forehead.</summary>
internal sealed class SpaceBunsCut : HairCut
{
    public override SKPath Back(Portrait portrait)
    {
        float size = 1 + 0.12f * portrait.Identity.Hair.Volume;
        Pen pen = portrait.HeadPen();
        for (int side = -1; side <= 1; side += 2)
        {
            float x = side * 0.80f;
            pen.Move(x, -1.02f - 0.34f * size)
                .Curve(x + 0.26f * size, -1.02f - 0.34f * size, x + 0.44f * size, -1.16f, x + 0.42f * size, -0.98f)
                .Curve(x + 0.42f * size, -0.80f, x + 0.24f * size, -0.68f, x, -0.68f)
                .Curve(x - 0.24f * size, -0.68f, x - 0.42f * size, -0.80f, x - 0.42f * size, -0.98f)
                .Curve(x - 0.44f * size, -1.16f, x - 0.26f * size, -1.02f - 0.34f * size, x, -1.02f - 0.34f * size);
        }

        return pen.Closed();
    }

    public override SKPath HangingStrands(Portrait portrait) => portrait.HeadPen()
        .Move(0.62f, -1.0f).Quad(0.72f, -1.26f, 1.02f, -1.16f).Move(0.76f, -0.92f).Quad(0.92f, -1.08f, 1.10f, -0.94f)
        .Move(-0.62f, -1.0f).Quad(-0.72f, -1.26f, -1.02f, -1.16f).Move(-0.76f, -0.92f).Quad(-0.92f, -1.08f, -1.10f, -0.94f)
        .Open();

    public override SKPath Front(Portrait portrait) => portrait.HeadPen()
        .Move(0, -1.09f)
        .Curve(0.62f, -1.09f, 1.04f, -0.76f, 1.04f, -0.16f)
        .Quad(1.04f, 0.10f, 0.96f, 0.34f)
        .Quad(0.88f, 0.20f, 0.90f, -0.04f)
        .Curve(0.92f, -0.20f, 0.86f, -0.32f, 0.76f, -0.38f)
        .Curve(0.56f, -0.62f, 0.30f, -0.52f, 0, -0.86f)
        .MirrorBack()
        .Closed();

    public override SKPath Strands(Portrait portrait) => portrait.HeadPen()
        .Move(0, -1.08f).Line(0, -0.88f)
        .Move(0.10f, -0.84f).Quad(0.40f, -0.90f, 0.72f, -0.94f).Move(0.44f, -0.66f).Quad(0.62f, -0.80f, 0.78f, -0.84f)
        .Move(-0.10f, -0.84f).Quad(-0.40f, -0.90f, -0.72f, -0.94f).Move(-0.44f, -0.66f).Quad(-0.62f, -0.80f, -0.78f, -0.84f)
        .Open();
}
