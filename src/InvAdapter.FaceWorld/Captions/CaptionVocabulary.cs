using System.Collections.Frozen;

namespace InvAdapter.FaceWorld;

/// <summary>Reads every word off the phrases, so that none can be forgotten.</summary>
internal static class CaptionVocabulary
{
    public static FrozenSet<string> Collect()
    {
        IEnumerable<string> phrases =
        [
            .. Phrases.Plain,
            .. Phrases.People,
            .. Enum.GetValues<DrawingStyle>().SelectMany(Phrases.Of),
            .. Enum.GetValues<Expression>().SelectMany(Phrases.Of),
            .. Enum.GetValues<Expression>().Select(Phrases.Adjective),
            .. Enum.GetValues<HeadTilt>().SelectMany(Phrases.Of),
            .. Enum.GetValues<Framing>().SelectMany(Phrases.Of),
            .. Enum.GetValues<NamedColor>().SelectMany(Phrases.Of),
            .. Enum.GetValues<GlassesKind>().SelectMany(Phrases.Of),
            .. Enum.GetValues<HatKind>().SelectMany(Colored<HatKind>(Phrases.Of)),
            .. Enum.GetValues<ClothingKind>().SelectMany(Colored<ClothingKind>(Phrases.Of)),
            .. Enum.GetValues<BackgroundKind>().SelectMany(Colored<BackgroundKind>(Phrases.Of)),
        ];
        return phrases.SelectMany(phrase => phrase.Split(' ')).Where(word => word != Phrases.ColorSlot).Concat([",", "a", "an"]).ToFrozenSet(StringComparer.Ordinal);
    }

    private static Func<T, IEnumerable<string>> Colored<T>(Func<T, bool, string[]> phrases) => value => phrases(value, true).Concat(phrases(value, false));
}
