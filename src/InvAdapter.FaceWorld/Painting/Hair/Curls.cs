using SkiaSharp;

namespace InvAdapter.FaceWorld.Painting;

/// <summary>Edges made of round locks.</summary>
internal static class Curls
{
    /// <summary>A closed curve around the head with lobes along it.</summary>
    /// <param name="portrait">Whose.</param>
    /// <param name="centerY">Height of the middle in half heads.</param>
    /// <param name="radiusX">Half width in half heads.</param>
    /// <param name="radiusY">Half height in half heads.</param>
    /// <param name="lobes">How many locks.</param>
    /// <param name="depth">How far locks stand out, over the radius.</param>
    public static SKPath Cloud(Portrait portrait, float centerY, float radiusX, float radiusY, int lobes, float depth)
    {
        Pen pen = portrait.HeadPen();
        for (int i = 0; i <= lobes; i++)
        {
            // Locks are not all alike: every third one lies a little lower.
            float here = MathF.Tau * i / lobes;
            float rest = 1 - (i % 3 == 0 ? 0.02f : 0);
            float x = rest * radiusX * MathF.Sin(here);
            float y = centerY - rest * radiusY * MathF.Cos(here);
            if (i == 0)
            {
                pen.Move(x, y);
                continue;
            }

            float middle = here - MathF.PI / lobes;
            float reach = 1 + depth * (i % 3 == 1 ? 1.25f : 1);
            pen.Quad(reach * radiusX * MathF.Sin(middle), centerY - reach * radiusY * MathF.Cos(middle), x, y);
        }

        return pen.Closed();
    }

    /// <summary>Small arcs inside, in rows that follow the edge.</summary>
    public static SKPath Arcs(Portrait portrait, float centerY, float radiusX, float radiusY, int count)
    {
        Pen pen = portrait.HeadPen();
        for (int row = 0; row < 2; row++)
        {
            float reach = 0.84f - 0.22f * row;
            for (int i = 0; i < count; i++)
            {
                float angle = -0.62f * MathF.PI + 1.24f * MathF.PI * (i + 0.5f * row) / (count - 1);
                float x = reach * radiusX * MathF.Sin(angle);
                float y = centerY - reach * radiusY * MathF.Cos(angle);
                pen.Move(x - 0.09f, y + 0.03f).Quad(x, y - 0.12f, x + 0.09f, y + 0.02f);
            }
        }

        return pen.Open();
    }
}
