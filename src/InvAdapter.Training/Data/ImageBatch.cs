using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace InvAdapter.Training.Data;

/// <summary>Some images, one after another.</summary>
/// <param name="Values">[count, 3, height, width], -1 to 1.</param>
/// <param name="Count">How many.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Width">Pixels across.</param>
internal sealed record ImageBatch(float[] Values, int Count, int Height, int Width)
{
    public static ImageBatch Read(IImageSource images, ReadOnlySpan<int> indices)
    {
        int length = 3 * images.Height * images.Width;
        var values = new float[indices.Length * length];
        int[] asked = indices.ToArray();
        try
        {
            Parallel.For(0, asked.Length, i => images.Read(asked[i], values.AsSpan(i * length, length)));
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return new ImageBatch(values, indices.Length, images.Height, images.Width);
    }

    public Tensor ToTensor() => tensor(Values, [Count, 3, Height, Width]);
}
