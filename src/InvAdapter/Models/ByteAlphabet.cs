namespace InvAdapter.Models;

/// <summary>
/// The visible character that stands for each byte in a byte-level vocabulary (GPT-2, Radford et al. 2019): printable
/// bytes of Latin-1 stand for themselves, the others for the characters from U+0100 on.
/// </summary>
internal static class ByteAlphabet
{
    public static IReadOnlyList<char> Characters { get; } = Build();

    private static char[] Build()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int value = 0; value < characters.Length; value++)
        {
            bool printable = value is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE;
            characters[value] = printable ? (char)value : next++;
        }

        return characters;
    }
}
