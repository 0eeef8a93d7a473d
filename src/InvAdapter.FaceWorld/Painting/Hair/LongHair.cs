using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>What falls behind the shoulders.</summary>
internal static class LongHair
{
    public static SKPath Straight(Portrait portrait)
    {
        float bottom = Bottom(portrait);
        float side = 1.16f + 0.05f * portrait.Identity.Hair.Volume;
        return portrait.HeadPen()
            .Move(0, -1)
            .Curve(0.8f, -1, side, -0.5f, side, 0)
            .Curve(side + 0.05f, 0.6f, side + 0.12f, bottom - 0.3f, side + 0.05f, bottom)
            .Quad(0.6f, bottom + 0.12f, 0, bottom + 0.06f)
            .MirrorBack()
            .Closed();
    }

    public static SKPath StraightStrands(Portrait portrait) => portrait.HeadPen()
        .Move(1.06f, 0.3f).Quad(1.1f, 0.9f, 1.1f, 2).Move(0.9f, 0.6f).Quad(0.94f, 1.1f, 0.9f, 2).Move(0.7f, 0.8f).Line(0.68f, 2)
        .Move(-1.06f, 0.3f).Quad(-1.1f, 0.9f, -1.1f, 2).Move(-0.9f, 0.6f).Quad(-0.94f, 1.1f, -0.9f, 2).Move(-0.7f, 0.8f).Line(-0.68f, 2)
        .Open();

    public static SKPath Wavy(Portrait portrait)
    {
        float bottom = Bottom(portrait);
        float side = 1.20f + 0.06f * portrait.Identity.Hair.Volume;
        return portrait.HeadPen()
            .Move(0, -1)
            .Curve(0.8f, -1, side - 0.04f, -0.6f, side - 0.02f, -0.1f)
            .Through((side + 0.10f, 0.22f), (side, 0.52f), (side + 0.16f, 0.86f), (side + 0.04f, 1.16f), (side + 0.14f, bottom - 0.12f), (side - 0.14f, bottom + 0.06f))
            .Quad(0.5f, bottom + 0.12f, 0, bottom)
            .MirrorBack()
            .Closed();
    }

    public static SKPath WavyStrands(Portrait portrait) => portrait.HeadPen()
        .Move(1.10f, 0).Through((1.20f, 0.24f), (1.10f, 0.54f), (1.24f, 0.88f), (1.12f, 1.2f), (1.16f, 1.6f))
        .Move(0.94f, 0.5f).Through((0.90f, 0.64f), (1.02f, 0.92f), (0.92f, 1.22f), (0.98f, 1.6f))
        .Move(-1.10f, 0).Through((-1.20f, 0.24f), (-1.10f, 0.54f), (-1.24f, 0.88f), (-1.12f, 1.2f), (-1.16f, 1.6f))
        .Move(-0.94f, 0.5f).Through((-0.90f, 0.64f), (-1.02f, 0.92f), (-0.92f, 1.22f), (-0.98f, 1.6f))
        .Open();

    private static float Bottom(Portrait portrait) => 1.5f + 0.22f * portrait.Identity.Hair.Length;
}
