namespace InvAdapter.FaceWorld.Painting;

/// <summary>Moonlight from the upper right: blue, dim at the edges, and with little colour left in the dark.</summary>
internal sealed class NightFinish : Finish
{
    public override void Apply(Span<byte> pixels, int side)
    {
        for (int y = 0; y < side; y++)
        {
            float v = (float)y / side;
            for (int x = 0; x < side; x++)
            {
                float u = (float)x / side;
                Span<byte> pixel = pixels.Slice((y * side + x) * 4, 4);
                float tone = Luminance(pixel);
                float fromMoon = (u - 0.74f) * (u - 0.74f) + (v - 0.22f) * (v - 0.22f);
                float light = 0.70f + 0.58f / (1 + 4.5f * fromMoon);
                float Channel(byte value, float tint, float ambient) => light * tint * (0.18f * tone + 0.82f * value / 255f) + ambient;
                byte red = Byte(Channel(pixel[0], 0.60f, 0.01f));
                byte green = Byte(Channel(pixel[1], 0.70f, 0.025f));
                byte blue = Byte(Channel(pixel[2], 0.95f, 0.10f));
                (pixel[0], pixel[1], pixel[2]) = (red, green, blue);
            }
        }
    }
}
