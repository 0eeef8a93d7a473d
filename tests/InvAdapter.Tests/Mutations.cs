using System.Buffers.Binary;
using System.Text;

namespace InvAdapter.Tests;

/// <summary>Damages bytes in the ways that files are damaged by accident and by intent. The same seed gives the same damage.</summary>
public static class Mutations
{
    /// <summary>What a parser of binary files with a JSON header decides by: single characters, and small numbers where a length may stand.</summary>
    public static IReadOnlyList<byte[]> BinaryAlphabet { get; } =
    [
        .. "0123456789-{}[]\",:.e\\"u8.ToArray().Select(letter => new[] { letter }),
        .. Enumerable.Range(-10, 20).Select(i => LittleEndian(i * 30)),
    ];

    /// <summary>What a parser of JSON, or of lines of text, decides by.</summary>
    public static IReadOnlyList<byte[]> TextAlphabet { get; } =
    [
        .. ((string[])
        [
            "null", "true", "-1", "0", "1e400", "NaN", "99999999999999999999", "1.5", "[]", "{}", "\"\"", "\"x\"", "\"\\ud800\"", "\\u0000",
            "{\"content\":", "[[[[[[[[[[[[[[[[[[[[", ",", ":", "\n", "\r\n", " ", "\t", "</w>", "#version", "\uFEFF", "é", "\"beta_start\":", "/*"
        ]).Select(Encoding.UTF8.GetBytes)
    ];

    /// <summary>One to four damages to a copy.</summary>
    public static byte[] Of(byte[] original, int seed, IReadOnlyList<byte[]>? alphabet = null)
    {
        var random = new Random(seed);
        var bytes = new List<byte>(original);
        for (int rounds = random.Next(1, 5); rounds > 0; rounds--)
            Damage(bytes, random, alphabet ?? BinaryAlphabet);
        return [.. bytes];
    }

    /// <summary>Loads damaged copies of a file; whatever is wrong with them has to be said by an InvAdapter exception.</summary>
    /// <returns>How many were accepted and how many were refused.</returns>
    public static (int Accepted, int Refused) LoadAll(string file, int count, Action load, IReadOnlyList<byte[]>? alphabet = null)
    {
        byte[] original = File.ReadAllBytes(file);
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            File.WriteAllBytes(file, Of(original, seed, alphabet ?? TextAlphabet));
            try
            {
                load();
            }
            catch (InvAdapterException)
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Mutation {seed} of {Path.GetFileName(file)} gave {error.GetType()}.", error);
            }
        }

        File.WriteAllBytes(file, original);
        return (count - refused, refused);
    }

    private static void Damage(List<byte> bytes, Random random, IReadOnlyList<byte[]> alphabet)
    {
        int at = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 40), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 1:
                bytes.RemoveRange(at, length);
                break;
            case 2:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 3 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 4 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 5:
                Overwrite(bytes, random.Next(2) == 0 ? 0 : at, alphabet[random.Next(alphabet.Count)]);
                break;
            default:
                bytes.RemoveRange(at, random.Next(length + 1));
                bytes.InsertRange(at, alphabet[random.Next(alphabet.Count)]);
                break;
        }
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] with)
    {
        bytes.RemoveRange(at, Math.Min(with.Length, bytes.Count - at));
        bytes.InsertRange(at, with);
    }

    private static byte[] LittleEndian(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
