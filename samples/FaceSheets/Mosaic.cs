using InvAdapter.Imaging;

namespace FaceSheets;

/// <summary>Pictures of one size side by side, without captions.</summary>
internal static class Mosaic
{
    public static PixelBuffer Of(IReadOnlyList<PixelBuffer> pictures, int columns)
    {
        int side = pictures[0].Width;
        int rows = (pictures.Count + columns - 1) / columns;
        var pixels = new byte[rows * columns * side * side * 3];
        for (int i = 0; i < pictures.Count; i++)
        {
            for (int y = 0; y < side; y++)
            {
                int to = ((i / columns * side + y) * columns + i % columns) * side * 3;
                pictures[i].Pixels.Slice(y * side * 3, side * 3).CopyTo(pixels.AsSpan(to));
            }
        }

        return PixelBuffer.FromRgb(pixels, columns * side, rows * side);
    }
}
