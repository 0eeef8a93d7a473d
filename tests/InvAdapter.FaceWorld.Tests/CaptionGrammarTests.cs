using CsCheck;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class CaptionGrammarTests
{
    private static readonly string[] OfIdentity =
        ["hair", "haired", "beard", "bearded", "moustache", "skin", "eyes", "nose", "man", "woman", "bald", "freckles", "old", "young", "scar", "lips", "brows"];

    [Fact]
    public void Everything_stated_is_true_and_said_once() =>
        Gen.Long.Sample(seed =>
        {
            FaceScene scene = FaceScene.FromSeed(seed);
            Caption caption = CaptionGrammar.Describe(scene, seed);
            return caption.Facts.All(fact => fact.Holds(scene)) && caption.Facts.Select(f => f.Kind).Distinct().Count() == caption.Facts.Count;
        });

    [Fact]
    public void Every_word_is_in_the_vocabulary_and_none_is_about_the_person()
    {
        Assert.DoesNotContain(CaptionGrammar.Vocabulary, word => OfIdentity.Contains(word));
        Gen.Long.Sample(seed =>
        {
            Caption caption = CaptionGrammar.Describe(FaceScene.FromSeed(seed), seed);
            return CaptionGrammar.Words(caption.Text).All(CaptionGrammar.Vocabulary.Contains);
        });
    }

    [Fact]
    public void A_seed_is_one_caption() =>
        Gen.Long.Sample(seed =>
        {
            FaceScene scene = FaceScene.FromSeed(seed);
            return CaptionGrammar.Describe(scene, seed).Text == CaptionGrammar.Describe(scene, seed).Text;
        });

    /// <summary>Reads the text back: a colour, a hat or glasses are named if and only if the facts say so.</summary>
    [Fact]
    public void The_text_names_what_the_facts_name() =>
        Gen.Long.Sample(seed =>
        {
            FaceScene scene = FaceScene.FromSeed(seed);
            Caption caption = CaptionGrammar.Describe(scene, seed);
            IReadOnlyList<string> words = CaptionGrammar.Words(caption.Text);
            bool States(FactKind kind) => caption.Facts.Any(fact => fact.Kind == kind);
            int colors = words.Count(word => Enum.GetValues<NamedColor>().SelectMany(Phrases.Of).Contains(word));
            int expected = new[] { FactKind.BackgroundColor, FactKind.HatColor, FactKind.ClothingColor }.Count(States);
            bool glasses = words.Contains("glasses") || words.Contains("sunglasses");
            bool styled = Phrases.Of(scene.Style).Any(medium => caption.Text.StartsWith(CaptionWriter.WithArticles(medium), StringComparison.Ordinal));
            return colors == expected && glasses == States(FactKind.Glasses) && styled == States(FactKind.Style);
        });

    [Theory]
    [InlineData("a orange cap", "an orange cap")]
    [InlineData("a image of a angry person", "an image of an angry person")]
    [InlineData("an red hat", "a red hat")]
    public void Articles_fit_the_next_word(string written, string expected) => Assert.Equal(expected, CaptionWriter.WithArticles(written));

    [Fact]
    public void The_colour_of_a_thing_is_only_said_with_the_thing()
    {
        Caption caption = CaptionGrammar.Describe(new FaceScene(), [FactKind.HatColor, FactKind.BackgroundColor, FactKind.Expression], 3);

        Assert.Equal([new SceneFact(FactKind.Expression, 0)], caption.Facts);
    }

    [Fact]
    public void Synonyms_make_many_captions_of_one_scene()
    {
        FaceScene scene = FaceScene.FromSeed(11);

        Assert.True(Enumerable.Range(0, 500).Select(seed => CaptionGrammar.Describe(scene, seed).Text).Distinct().Count() > 300);
    }

    [Fact]
    public void The_standard_prompts_are_eight_true_captions_in_the_grammars_words()
    {
        Assert.Equal(8, PromptSet.Standard.Count);
        foreach (Prompt prompt in PromptSet.Standard)
        {
            Assert.All(prompt.Caption.Facts, fact => Assert.True(fact.Holds(prompt.Scene), $"{prompt.Caption.Text}: {fact}"));
            Assert.All(CaptionGrammar.Words(prompt.Caption.Text), word => Assert.Contains(word, CaptionGrammar.Vocabulary));
            Assert.DoesNotContain(prompt.Caption.Facts, fact => fact.Value == SceneFact.NotApplicable);
        }
    }
}
