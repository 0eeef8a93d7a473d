namespace InvAdapter.FaceWorld;

/// <summary>An endless, deterministic list of samples of the people of one split.</summary>
/// <remarks>
/// Sample i depends on the dataset's seed and i alone, so that training resumes anywhere, and any number of threads may ask.
/// </remarks>
public sealed class FaceDataset
{
    private readonly long _seed;

    /// <summary>Makes a dataset.</summary>
    /// <param name="split">Whose identities.</param>
    /// <param name="seed">Another seed gives other samples of the same people.</param>
    /// <param name="people">How many of the split's people, the first ones; null for all.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="people"/> is below 1 or more than the split has.</exception>
    public FaceDataset(DatasetSplit split, long seed = 0, int? people = null)
    {
        ArgumentNullException.ThrowIfNull(split);
        if (people is { } wanted && (wanted < 1 || wanted > split.People))
            throw new ArgumentOutOfRangeException(nameof(people), people, $"The {split.Name} split has 1 to {split.People} people to use.");
        Split = split;
        People = people ?? split.People;
        _seed = seed;
    }

    /// <summary>Whose identities.</summary>
    public DatasetSplit Split { get; }

    /// <summary>How many people occur.</summary>
    public int People { get; }

    /// <summary>The identity of a person.</summary>
    /// <param name="person">The person's number, 0 to below <see cref="People"/>.</param>
    /// <returns>The identity.</returns>
    public FaceIdentity Identity(int person)
    {
        if (person < 0 || person >= People)
            throw new ArgumentOutOfRangeException(nameof(person), person, $"Use 0 to {People - 1}.");
        return FaceIdentity.FromSeed(Split.FirstSeed + person);
    }

    /// <summary>A sample: some person in some scene.</summary>
    /// <param name="index">Any number.</param>
    /// <returns>The sample; the same for the same index.</returns>
    public FaceSample Sample(long index)
    {
        SeededRandom random = SeededRandom.Stream(_seed ^ unchecked((long)SeededRandom.Mix((ulong)index)), 0);
        int person = random.Index(People);
        return Sample(person, (long)random.Next());
    }

    /// <summary>A sample of a person.</summary>
    /// <param name="person">The person's number, 0 to below <see cref="People"/>.</param>
    /// <param name="sceneSeed">Seed of scene and caption.</param>
    /// <returns>The sample.</returns>
    public FaceSample Sample(int person, long sceneSeed)
    {
        FaceScene scene = FaceScene.FromSeed(sceneSeed);
        return new FaceSample(person, Identity(person), scene, CaptionGrammar.Describe(scene, sceneSeed));
    }

    /// <summary>A pair: some person in two scenes, drawn independently.</summary>
    /// <param name="index">Any number. Pairs and samples of one index have nothing to do with each other.</param>
    /// <returns>The pair; the same for the same index.</returns>
    public FacePair Pair(long index)
    {
        SeededRandom random = SeededRandom.Stream(_seed ^ unchecked((long)SeededRandom.Mix((ulong)index)), 1);
        int person = random.Index(People);
        long referenceSeed = (long)random.Next();
        FaceSample target = Sample(person, (long)random.Next());
        FaceScene scene = FaceScene.FromSeed(referenceSeed);
        if (scene.Glasses == GlassesKind.Sunglasses)
            scene = scene with { Glasses = GlassesKind.None };
        return new FacePair(new FaceSample(person, target.Identity, scene, CaptionGrammar.Describe(scene, referenceSeed)), target);
    }
}
