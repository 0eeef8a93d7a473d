namespace InvAdapter.FaceWorld.Painting;

/// <summary>The unevenness of paper: noise of a coarse and a fine grain, made once for a size.</summary>
internal sealed class PaperTexture
{
    private const float Fine = 1.4f;
    private const float Coarse = 11;

    private readonly float[] _fine;
    private readonly float[] _coarse;

    public PaperTexture(int side)
    {
        _fine = new float[side * side];
        _coarse = new float[side * side];
        float scale = 100f / side;
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++)
            {
                _fine[y * side + x] = Noise(x * scale / Fine, y * scale / Fine, 1);
                _coarse[y * side + x] = 0.65f * Noise(x * scale / Coarse, y * scale / Coarse, 2) + 0.35f * Noise(x * scale * 2.3f / Coarse, y * scale * 2.3f / Coarse, 3);
            }
        }
    }

    /// <summary>Grain at a pixel's index, -1 to 1.</summary>
    public float Grain(int index) => _fine[index];

    /// <summary>Slow changes at a pixel's index, -1 to 1.</summary>
    public float Wash(int index) => _coarse[index];

    private static float Noise(float x, float y, int layer)
    {
        int left = (int)MathF.Floor(x);
        int top = (int)MathF.Floor(y);
        float u = Smooth(x - left);
        float v = Smooth(y - top);
        float upper = Lattice(left, top, layer) * (1 - u) + Lattice(left + 1, top, layer) * u;
        float lower = Lattice(left, top + 1, layer) * (1 - u) + Lattice(left + 1, top + 1, layer) * u;
        return upper * (1 - v) + lower * v;
    }

    private static float Smooth(float t) => t * t * (3 - 2 * t);

    private static float Lattice(int x, int y, int layer)
    {
        ulong bits = SeededRandom.Mix((ulong)((long)layer << 40 ^ (long)(y + 4096) << 20 ^ (long)(x + 4096)));
        return (bits >> 40) / (float)(1 << 23) - 1;
    }
}
