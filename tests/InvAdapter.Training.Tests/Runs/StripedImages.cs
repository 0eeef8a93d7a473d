using InvAdapter.Training.Data;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>Small images of two-coloured waves, which an autoencoder learns in moments.</summary>
internal sealed class StripedImages(int count = 200, int side = 16) : IImageSource
{
    public int Count => count;

    public int Width => side;

    public int Height => side;

    public string Description => "stripes";

    public void Read(int index, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            (int channel, int y, int x) = (i / (side * side), i / side % side, i % side);
            values[i] = MathF.Sin(index * 0.7f + channel * (1 + index % 3) + (index % 2 == 0 ? x : y) * 0.4f);
        }
    }
}
