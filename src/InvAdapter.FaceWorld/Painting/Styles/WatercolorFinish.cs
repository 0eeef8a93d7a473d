namespace InvAdapter.FaceWorld.Painting;

/// <summary>Washes on rough paper: edges wander and gather pigment, colour varies, and the sheet's rim stays bare.</summary>
internal sealed class WatercolorFinish(PaperTexture paper) : Finish
{
    private const float Wander = 1.1f;
    private const float Rim = 0.055f;

    private byte[] _source = [];

    public override void Apply(Span<byte> pixels, int side)
    {
        if (_source.Length < pixels.Length)
            _source = new byte[pixels.Length];
        pixels.CopyTo(_source);
        float reach = Wander * side / 100;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int index = y * side + x;
                float wash = paper.Wash(index);
                float other = paper.Wash(side * side - 1 - index);
                int fromX = Math.Clamp((int)(x + reach * wash + 0.5f), 1, side - 2);
                int fromY = Math.Clamp((int)(y + reach * other + 0.5f), 1, side - 2);
                int from = (fromY * side + fromX) * 4;
                float edge = Edge(_source, from, side);
                float bare = Bare(x, y, side, wash);
                float water = 0.10f + 0.09f * wash - 0.12f * edge;
                float grain = 0.035f * paper.Grain(index);
                for (int channel = 0; channel < 3; channel++)
                {
                    float value = _source[from + channel] / 255f;
                    float white = channel == 2 ? 0.955f : 0.985f;
                    float wet = value + (white - value) * Math.Max(0, water) - Math.Max(0, -water) * value;
                    pixels[index * 4 + channel] = Byte(wet + (white - wet) * bare + grain);
                }
            }
        }
    }

    private static float Bare(int x, int y, int side, float wash)
    {
        float margin = Math.Min(Math.Min(x, side - 1 - x), Math.Min(y, side - 1 - y)) / (float)side;
        return Math.Clamp((Rim + 0.03f * wash - margin) * 30, 0, 1);
    }
}
