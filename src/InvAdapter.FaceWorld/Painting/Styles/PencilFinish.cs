namespace InvAdapter.FaceWorld.Painting;

/// <summary>Graphite on cream paper: tone becomes hatching, and a trace of colour is left.</summary>
internal sealed class PencilFinish(PaperTexture paper) : Finish
{
    private const float Hatches = 36;
    private const float Chroma = 0.16f;

    private byte[] _source = [];

    public override void Apply(Span<byte> pixels, int side)
    {
        if (_source.Length < pixels.Length)
            _source = new byte[pixels.Length];
        pixels.CopyTo(_source);
        float turn = MathF.Tau * Hatches / side;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                int index = y * side + x;
                Span<byte> pixel = pixels.Slice(index * 4, 4);
                float tone = Luminance(pixel);
                float ink = Math.Clamp(1.02f - tone, 0, 1);
                float first = MathF.Sin((x * 0.75f + y * 0.66f) * turn + 0.8f * paper.Wash(index));
                float second = MathF.Sin((x * 0.60f - y * 0.80f) * turn);

                // A light hand in the light, a heavy one in the dark: lines stay crisp and skin stays open.
                float pressure = ink * (0.36f + 0.62f * ink * ink * ink);
                float hatched = pressure * (0.90f + 0.18f * first) + Math.Max(0, ink - 0.6f) * 0.10f * second;
                bool rim = x == 0 || y == 0 || x == side - 1 || y == side - 1;
                float contour = rim ? 0 : Edge(_source, index * 4, side);
                float mark = Math.Clamp((hatched + 0.40f * contour * ink) * (0.95f + 0.14f * paper.Grain(index)), 0, 1);
                pixel[0] = Byte(0.985f - 0.90f * mark + Chroma * (pixel[0] / 255f - tone));
                pixel[1] = Byte(0.970f - 0.89f * mark + Chroma * (pixel[1] / 255f - tone));
                pixel[2] = Byte(0.935f - 0.82f * mark + Chroma * (pixel[2] / 255f - tone));
            }
        }
    }
}
