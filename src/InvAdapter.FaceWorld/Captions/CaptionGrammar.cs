using System.Collections.Frozen;

namespace InvAdapter.FaceWorld;

/// <summary>Puts scenes into words: a medium, a person, what they show and wear, and where they are.</summary>
/// <remarks>
/// Never says who the person is: nothing of hair, beard, skin or features. What is usual (no hat, no glasses, an upright head) is
/// mostly left out, as people leave it out; what stands out is mostly said.
/// </remarks>
public static class CaptionGrammar
{
    // A scene's own numbers come from other streams, so that one seed can serve both.
    private const int ChoiceStream = 200;
    private const int WordStream = 201;

    /// <summary>Every word that a caption can have; commas stand apart.</summary>
    public static IReadOnlySet<string> Vocabulary { get; } = CaptionVocabulary.Collect();

    /// <summary>Describes a scene, leaving out some of it.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="seed">Chooses what is said and how; the same seed says the same.</param>
    /// <returns>The caption, with at least the person in it.</returns>
    public static Caption Describe(FaceScene scene, long seed)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return Describe(scene, CaptionChoice.Choose(scene, SeededRandom.Stream(seed, ChoiceStream)), seed);
    }

    /// <summary>Describes exactly these things of a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="stated">
    /// What to say. The colour of a thing is only said with the thing. What the scene does not have is left out.
    /// </param>
    /// <param name="seed">Chooses the words; the same seed says the same.</param>
    /// <returns>The caption.</returns>
    public static Caption Describe(FaceScene scene, IEnumerable<FactKind> stated, long seed)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(stated);
        FrozenSet<FactKind> said = CaptionChoice.Sensible(scene, stated).ToFrozenSet();
        string text = new CaptionWriter(scene, said, SeededRandom.Stream(seed, WordStream)).Write();
        return new Caption(text, [.. Enum.GetValues<FactKind>().Where(said.Contains).Select(kind => SceneFact.Of(kind, scene))]);
    }

    /// <summary>Splits a caption into the words of <see cref="Vocabulary"/>.</summary>
    /// <param name="text">The caption.</param>
    /// <returns>Words, and commas as words.</returns>
    public static IReadOnlyList<string> Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace(",", " ,", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }
}
