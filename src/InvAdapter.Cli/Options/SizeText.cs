using System.Globalization;
using InvAdapter.Imaging;

namespace InvAdapter.Cli;

/// <summary>Sizes on the command line: <c>512x768</c> (width first), or <c>512</c> for a square.</summary>
internal static class SizeText
{
    public static ImageSize? Parse(string text)
    {
        string[] sides = text.Split('x', 'X', '×');
        if (sides.Length is 1 or 2
            && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
            && int.TryParse(sides[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int height))
        {
            return new ImageSize(width, height);
        }

        throw new FormatException("use WIDTHxHEIGHT as in 512x768, or one number for a square.");
    }

    /// <summary>Fails where the model can't draw that size, and names one that it can.</summary>
    /// <exception cref="UsageException">A side is no multiple of what the model needs.</exception>
    public static void Require(ImageSize size, IInvAdapterPipeline pipeline)
    {
        int multiple = pipeline.SizeMultiple;
        if (size.Width % multiple == 0 && size.Height % multiple == 0)
            return;
        throw new UsageException(
            $"--size {size.Width}x{size.Height}: both sides must be multiples of {multiple} pixels for this model; use {Nearest(size.Width)}x{Nearest(size.Height)}.");

        int Nearest(int side) => Math.Max(1, (side + multiple / 2) / multiple) * multiple;
    }
}
