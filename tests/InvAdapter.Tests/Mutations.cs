using System.Buffers.Binary;

namespace InvAdapter.Tests;

/// <summary>Damages bytes in the ways that files are damaged by accident and by intent. The same seed gives the same damage.</summary>
public static class Mutations
{
    public static byte[] Of(byte[] original, int seed)
    {
        var random = new Random(seed);
        byte[] bytes = [.. original];
        int rounds = 1 + random.Next(4);
        for (int i = 0; i < rounds && bytes.Length > 0; i++)
            bytes = Once(bytes, random);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random)
    {
        int at = random.Next(bytes.Length);
        int count = Math.Min(1 + random.Next(24), bytes.Length - at);
        switch (random.Next(7))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); return bytes;
            case 1: bytes[at] = (byte)random.Next(256); return bytes;
            case 2: return bytes[..at];
            case 3: return [.. bytes[..at], .. bytes[(at + count)..]];
            case 4: return [.. bytes[..at], .. bytes.AsSpan(random.Next(bytes.Length - count + 1), count), .. bytes[at..]];
            case 5:
                // Digits and structure are where a parser decides.
                bytes[at] = "0123456789-{}[]\",:.e\\"u8[random.Next(21)];
                return bytes;
            default:
                if (bytes.Length >= 8)
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(random.Next(2) == 0 ? 0 : random.Next(bytes.Length - 3)), random.Next(-300, 300));
                return bytes;
        }
    }
}
