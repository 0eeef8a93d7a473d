using CsCheck;
using Xunit;

namespace InvAdapter.FaceWorld.Tests;

public class FaceDatasetTests
{
    [Fact]
    public void No_two_splits_share_a_seed()
    {
        DatasetSplit[] splits = [DatasetSplit.Train, DatasetSplit.Validation, DatasetSplit.HeldOut];
        foreach ((DatasetSplit first, DatasetSplit second) in splits.SelectMany((a, i) => splits.Skip(i + 1).Select(b => (a, b))))
            Assert.True(first.FirstSeed + first.People <= second.FirstSeed || second.FirstSeed + second.People <= first.FirstSeed);
    }

    /// <summary>Pinned, so that a dataset of today is the dataset of the results.</summary>
    [Fact]
    public void Samples_are_the_same_on_every_machine_and_version()
    {
        var data = new FaceDataset(DatasetSplit.Train, seed: 3);
        ulong hash = 0;
        for (long i = 0; i < 200; i++)
            hash = Fingerprints.Of(data.Sample(i), hash);

        Assert.Equal(Fingerprints.Scenes, hash);
    }

    [Fact]
    public void Samples_are_of_the_splits_own_people_and_depend_on_the_index_alone() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Int[1, 1000]).Sample((seed, index, people) =>
        {
            var data = new FaceDataset(DatasetSplit.HeldOut, seed, people);
            FaceSample sample = data.Sample(index);
            FaceSample again = new FaceDataset(DatasetSplit.HeldOut, seed, people).Sample(index);
            return sample.Person >= 0 && sample.Person < people
                && sample.Identity == FaceIdentity.FromSeed(DatasetSplit.HeldOut.FirstSeed + sample.Person)
                && sample.Identity == again.Identity && sample.Scene == again.Scene && sample.Caption.Text == again.Caption.Text;
        });

    [Fact]
    public void Pairs_are_one_person_in_two_scenes_and_references_show_the_eyes() =>
        Gen.Long.Sample(index =>
        {
            FacePair pair = new FaceDataset(DatasetSplit.Train).Pair(index);
            return pair.Reference.Identity == pair.Target.Identity && pair.Reference.Person == pair.Target.Person
                && pair.Reference.Scene != pair.Target.Scene && pair.Reference.Scene.Glasses != GlassesKind.Sunglasses
                && pair.Reference.Caption.Facts.All(fact => fact.Holds(pair.Reference.Scene));
        });

    [Fact]
    public void All_people_are_drawn_alike()
    {
        var data = new FaceDataset(DatasetSplit.Validation, people: 10);
        int[] counts = new int[10];
        for (int i = 0; i < 5000; i++)
            counts[data.Sample(i).Person]++;

        Assert.All(counts, count => Assert.InRange(count, 400, 600));
    }

    [Fact]
    public void Labels_fit_their_declared_ranges() =>
        Gen.Long.Sample(seed =>
        {
            FaceIdentity who = FaceIdentity.FromSeed(seed);
            int[] classes = FaceLabels.ClassesOf(who);
            float[] measures = FaceLabels.MeasuresOf(who);
            int[] facts = FaceLabels.FactsOf(FaceScene.FromSeed(seed));
            return classes.Length == FaceLabels.IdentityClasses.Count
                && classes.Zip(FaceLabels.IdentityClasses).All(pair => pair.First >= 0 && pair.First < pair.Second.Count)
                && measures.Length == FaceLabels.IdentityMeasures.Count && measures.All(value => value is >= -1 and <= 1)
                && facts.Select((value, kind) => value >= SceneFact.NotApplicable && value < SceneFact.ClassCount((FactKind)kind)).All(fits => fits);
        });

    [Fact]
    public void People_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceDataset(DatasetSplit.HeldOut, people: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceDataset(DatasetSplit.HeldOut, people: 100_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceDataset(DatasetSplit.HeldOut, people: 5).Identity(5));
    }
}
