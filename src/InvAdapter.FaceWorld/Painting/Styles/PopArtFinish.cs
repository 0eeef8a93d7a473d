namespace InvAdapter.FaceWorld.Painting;

/// <summary>Printed loudly: strong colour, and dots that grow towards the lower right where the shadow would be.</summary>
internal sealed class PopArtFinish : Finish
{
    private const float DotsAcross = 26;
    private const float Saturation = 1.22f;

    public override void Apply(Span<byte> pixels, int side)
    {
        float pitch = side / DotsAcross;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                Span<byte> pixel = pixels.Slice((y * side + x) * 4, 4);
                float tone = Luminance(pixel);
                float dot = Dot(x, y, side, pitch);

                // Lines stay black and paper stays white: only colour is printed in dots.
                float shade = 1 - 0.26f * dot * Math.Clamp((tone - 0.12f) * 4, 0, 1);
                for (int channel = 0; channel < 3; channel++)
                {
                    float value = tone + Saturation * (pixel[channel] / 255f - tone);
                    pixel[channel] = Byte((0.5f + 1.10f * (value - 0.43f)) * shade);
                }
            }
        }
    }

    private static float Dot(int x, int y, int side, float pitch)
    {
        // The screen is turned by 45 degrees, as printers do.
        float u = (x + y) * 0.7071f / pitch;
        float v = (x - y) * 0.7071f / pitch;
        float du = u - MathF.Floor(u) - 0.5f;
        float dv = v - MathF.Floor(v) - 0.5f;
        float grow = 0.40f * Math.Clamp((x + 1.0f * y) / side - 0.72f, 0, 1);
        return Math.Clamp((grow - MathF.Sqrt(du * du + dv * dv)) * pitch + 0.5f, 0, 1);
    }
}
