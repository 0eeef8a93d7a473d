namespace InvAdapter.FaceWorld.Painting;

/// <summary>From Skia's pixels to the picture's.</summary>
internal static class Downsampling
{
    /// <summary>Averages squares of <paramref name="factor"/> pixels a side.</summary>
    public static void Average(ReadOnlySpan<byte> rgba, int side, int factor, Span<byte> rgb)
    {
        int row = side * factor * 4;
        int count = factor * factor;
        for (int y = 0, to = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int corner = y * factor * row + x * factor * 4;
                int red = count / 2;
                int green = count / 2;
                int blue = count / 2;
                for (int dy = 0; dy < factor; dy++)
                {
                    for (int dx = 0; dx < factor; dx++)
                    {
                        int from = corner + dy * row + dx * 4;
                        red += rgba[from];
                        green += rgba[from + 1];
                        blue += rgba[from + 2];
                    }
                }

                rgb[to++] = (byte)(red / count);
                rgb[to++] = (byte)(green / count);
                rgb[to++] = (byte)(blue / count);
            }
        }
    }
}
