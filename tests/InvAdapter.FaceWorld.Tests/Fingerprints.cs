namespace InvAdapter.FaceWorld.Tests;

/// <summary>Hashes of parameters, bit for bit.</summary>
internal static class Fingerprints
{
    public const ulong Identities = 17172450099069231284;

    public const ulong Scenes = 12607912654472803206;

    public static ulong Of(FaceIdentity identity, ulong start)
    {
        ulong hash = start;
        foreach (int value in FaceLabels.ClassesOf(identity))
            hash = Add(hash, (ulong)value);
        foreach (float value in FaceLabels.MeasuresOf(identity))
            hash = Add(hash, BitConverter.SingleToUInt32Bits(value));
        return hash;
    }

    public static ulong Of(FaceSample sample, ulong start)
    {
        FaceScene scene = sample.Scene;
        ulong hash = Of(sample.Identity, start);
        foreach (int value in FaceLabels.FactsOf(scene))
            hash = Add(hash, (ulong)value);
        foreach (float value in new[] { scene.TiltDegrees, scene.OffsetX, scene.OffsetY, scene.Scale })
            hash = Add(hash, BitConverter.SingleToUInt32Bits(value));
        foreach (char letter in sample.Caption.Text)
            hash = Add(hash, letter);
        return hash;
    }

    /// <summary>FNV-1a, a word at a time.</summary>
    private static ulong Add(ulong hash, ulong value) => unchecked((hash ^ value) * 0x100000001B3 + 0x9E3779B97F4A7C15);
}
