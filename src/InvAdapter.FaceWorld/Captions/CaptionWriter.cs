namespace InvAdapter.FaceWorld;

/// <summary>Writes one caption.</summary>
internal sealed class CaptionWriter(FaceScene scene, IReadOnlySet<FactKind> said, SeededRandom random)
{
    private const double Comma = 0.6;

    public string Write()
    {
        string medium = random.Pick<string>(said.Contains(FactKind.Style) ? Phrases.Of(scene.Style) : Phrases.Plain);
        string text = $"{medium} {Person()}";
        foreach (string part in Parts())
            text += (random.Chance(Comma) ? ", " : " ") + part;
        return WithArticles(text);
    }

    /// <summary>"a" before a vowel's sound becomes "an". All words of the grammar that start with a vowel letter also start with its sound.</summary>
    public static string WithArticles(string text)
    {
        string[] words = text.Split(' ');
        for (int i = 0; i + 1 < words.Length; i++)
        {
            if (words[i] is "a" or "an")
                words[i] = "aeiou".Contains(words[i + 1][0], StringComparison.Ordinal) ? "an" : "a";
        }

        return string.Join(' ', words);
    }

    private string Person()
    {
        if (!said.Contains(FactKind.Expression))
            return random.Pick<string>(Phrases.People);
        return random.Chance(0.35)
            ? $"a {Phrases.Adjective(scene.Expression)} person"
            : $"{random.Pick<string>(Phrases.People)} {random.Pick<string>(Phrases.Of(scene.Expression))}";
    }

    /// <summary>What is worn and how the head is held, in any order, then where.</summary>
    private List<string> Parts()
    {
        var parts = new List<string>();
        Add(parts, FactKind.Hat, Phrases.Of(scene.Hat.Kind, said.Contains(FactKind.HatColor)), scene.Hat.Color);
        Add(parts, FactKind.Glasses, Phrases.Of(scene.Glasses), default);
        Add(parts, FactKind.Clothing, Phrases.Of(scene.Clothing.Kind, said.Contains(FactKind.ClothingColor)), scene.Clothing.Color);
        Add(parts, FactKind.Tilt, Phrases.Of(scene.Tilt), default);
        for (int i = parts.Count - 1; i > 0; i--)
        {
            int other = random.Index(i + 1);
            (parts[i], parts[other]) = (parts[other], parts[i]);
        }

        Add(parts, FactKind.Background, Phrases.Of(scene.Background.Kind, said.Contains(FactKind.BackgroundColor)), scene.Background.Color);
        Add(parts, FactKind.Framing, Phrases.Of(scene.Framing), default);
        return parts;
    }

    private void Add(List<string> parts, FactKind kind, string[] phrases, NamedColor color)
    {
        if (!said.Contains(kind))
            return;
        string phrase = random.Pick<string>(phrases);
        parts.Add(phrase.Replace(Phrases.ColorSlot, random.Pick<string>(Phrases.Of(color)), StringComparison.Ordinal));
    }
}
