using System.Text;

namespace InvAdapter.Tests;

/// <summary>Damaged copies of a good text file, the same ones in every run.</summary>
public static class TextMutations
{
    private static readonly string[] Snippets =
    [
        "null", "true", "-1", "0", "1e400", "NaN", "99999999999999999999", "1.5", "[]", "{}", "\"\"", "\"x\"", "\"\\ud800\"", "\\u0000",
        "{\"content\":", "[[[[[[[[[[[[[[[[[[[[", ",", ":", "\n", "\r\n", " ", "\t", "</w>", "#version", "\uFEFF", "é", "\"beta_start\":", "/*"
    ];

    public static byte[] Of(byte[] original, int seed)
    {
        var random = new Random(seed);
        var bytes = new List<byte>(original);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(bytes.Count + 1);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(7))
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
                case 4:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(length + 1));
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Snippets[random.Next(Snippets.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Loads damaged copies of a file; whatever is wrong with them has to be said by an InvAdapter exception.</summary>
    /// <returns>How many were accepted and how many were refused.</returns>
    public static (int Accepted, int Refused) LoadAll(string file, int count, Action load)
    {
        byte[] original = File.ReadAllBytes(file);
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            File.WriteAllBytes(file, Of(original, seed));
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
}
