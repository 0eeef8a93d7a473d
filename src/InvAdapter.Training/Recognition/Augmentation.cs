using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Changes images in ways that mean nothing: a little to the side, a little brighter, a little noise. Drawn from PyTorch's random numbers.</summary>
internal static class Augmentation
{
    /// <param name="images">[B,3,S,S] in -1..1.</param>
    /// <param name="options">How much.</param>
    public static Tensor Apply(Tensor images, RecognizerOptions options)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Shift(images, options.Shift);
        long count = x.shape[0];
        if (options.Brightness > 0)
            x = x * (1 + options.Brightness * Signed(count)) + options.Brightness * Signed(count);
        if (options.Noise > 0)
            x = x + options.Noise * rand(count, 1, 1, 1) * randn_like(x);
        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Each image by its own whole number of pixels; what comes in from outside repeats the border.</summary>
    private static Tensor Shift(Tensor x, int most)
    {
        if (most == 0)
            return x.alias();
        (long count, long height, long width) = (x.shape[0], x.shape[2], x.shape[3]);
        Tensor rows = (arange(height).view(1, 1, -1, 1) + randint(-most, most + 1, [count, 1, 1, 1], int64)).clamp(0, height - 1);
        Tensor columns = (arange(width).view(1, 1, 1, -1) + randint(-most, most + 1, [count, 1, 1, 1], int64)).clamp(0, width - 1);
        return x.gather(2, rows.expand(count, 3, height, width)).gather(3, columns.expand(count, 3, height, width));
    }

    private static Tensor Signed(long count) => 2 * rand(count, 1, 1, 1) - 1;
}
