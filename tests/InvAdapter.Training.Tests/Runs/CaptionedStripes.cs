using InvAdapter.Training.Data;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>Striped images with captions; two after one another show the same subject.</summary>
internal sealed class CaptionedStripes(int count = 12, int side = 16) : ICaptionedImages
{
    public static readonly string[] Captions = ["thin stripes", "wide stripes, upright", "colourful stripes"];

    private readonly StripedImages _images = new(count, side);

    public int Count => count;

    public int Width => side;

    public int Height => side;

    public string Description => "captioned stripes";

    public void Read(int index, Span<float> values) => _images.Read(index, values);

    public string Caption(int index) => Captions[index % Captions.Length];

    public long Subject(int index) => index / 2;
}
