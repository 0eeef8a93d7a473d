using InvAdapter.FaceWorld;
using InvAdapter.Imaging;

namespace InvAdapter.Results;

/// <summary>The people that results are measured on, the held-out split's first ones: a reference drawing of each, and what a perfect model would draw.</summary>
internal sealed class Cast : IDisposable
{
    private readonly FaceDataset _faces = new(DatasetSplit.HeldOut);
    private readonly FacePainter _painter;

    public Cast(int people, int side)
    {
        _painter = new FacePainter(side);
        People = people;
        References = [.. Enumerable.Range(0, people).Select(Reference)];
    }

    public int People { get; }

    /// <summary>What an enrolment is given: every person in a scene of their own, never in sunglasses.</summary>
    public IReadOnlyList<(PixelBuffer Image, FaceScene Scene)> References { get; }

    /// <summary>A true drawing of what a prompt asks for.</summary>
    public PixelBuffer Draw(int person, Prompt prompt) => _painter.Paint(_faces.Identity(person), prompt.Scene);

    public void Dispose() => _painter.Dispose();

    private (PixelBuffer Image, FaceScene Scene) Reference(int person)
    {
        FaceScene scene = FaceScene.FromSeed(_faces.Split.FirstSeed + person);
        if (scene.Glasses == GlassesKind.Sunglasses)
            scene = scene with { Glasses = GlassesKind.None };
        return (_painter.Paint(_faces.Identity(person), scene), scene);
    }
}
