using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>One person in one scene while being drawn: what every part needs to know.</summary>
internal sealed class Portrait : IDisposable
{
    public Portrait(FaceIdentity identity, FaceScene scene, Easel easel)
    {
        Identity = identity;
        Scene = scene;
        Easel = easel;
        Face = new FaceGeometry(identity);
        Skin = SkinPalette.Of(identity.Skin, identity.Mouth);
        Hair = HairPalette.Of(identity.Hair);
        Pose = ExpressionPose.For(scene.Expression);
        Head = HeadPainter.Outline(this);
    }

    public FaceIdentity Identity { get; }

    public FaceScene Scene { get; }

    public Easel Easel { get; }

    public FaceGeometry Face { get; }

    public SkinPalette Skin { get; }

    public HairPalette Hair { get; }

    public ExpressionPose Pose { get; }

    /// <summary>The head's outline.</summary>
    public SKPath Head { get; }

    public bool HasHat => Scene.Hat.Kind != HatKind.None;

    /// <summary>A pen whose unit is half the head.</summary>
    public Pen HeadPen(bool mirrored = false) => new(Face.HalfWidth, Face.HalfHeight, mirrored);

    /// <summary>A pen in hundredths of the picture.</summary>
    public static Pen Pen(bool mirrored = false) => new(1, 1, mirrored);

    public void Dispose() => Head.Dispose();
}
