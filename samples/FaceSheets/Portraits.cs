using InvAdapter.FaceWorld;
using InvAdapter.Skia;

namespace FaceSheets;

/// <summary>Reference portraits of people that no model is trained on, and that no result is measured on: the held-out split's, behind the first thousand.</summary>
internal static class Portraits
{
    private const int Side = 256;
    private const int FirstPerson = 1000;
    private const int Count = 8;

    public static IEnumerable<string> Write(string folder)
    {
        var faces = new FaceDataset(DatasetSplit.HeldOut);
        using var painter = new FacePainter(Side);
        Directory.CreateDirectory(folder);
        for (int i = 0; i < Count; i++)
        {
            var scene = new FaceScene
            {
                Background = new Background { Color = (NamedColor)(i * 3 % 10) },
                Clothing = new Clothing { Kind = (ClothingKind)(i % 6), Color = (NamedColor)((i * 7 + 4) % 10) },
            };
            string path = Path.Combine(folder, $"{i + 1}.png");
            ImageFile.Write(path, painter.Paint(faces.Identity(FirstPerson + i), scene));
            yield return path;
        }
    }
}
