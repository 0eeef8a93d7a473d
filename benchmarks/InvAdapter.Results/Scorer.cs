using InvAdapter.FaceWorld;
using InvAdapter.Training.Recognition;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>Turns a row's pictures into its numbers.</summary>
internal sealed class Scorer : IDisposable
{
    /// <summary>What a reference must not pass on: where the person is and what they wear, and how they are drawn.</summary>
    private static readonly FactKind[] s_copied =
        [FactKind.Background, FactKind.BackgroundColor, FactKind.Hat, FactKind.HatColor, FactKind.Glasses, FactKind.Clothing, FactKind.ClothingColor, FactKind.Style];

    private readonly Judge _judge;
    private readonly Cast _cast;
    private readonly Tensor _references;
    private readonly Tensor _truth;

    /// <param name="judge">The recogniser; borrowed.</param>
    /// <param name="cast">The people; borrowed.</param>
    /// <param name="references">The references as the autoencoder gives them back, which is how all results look.</param>
    /// <param name="truth">True drawings of all prompts, as the autoencoder gives them back.</param>
    public Scorer(Judge judge, Cast cast, IReadOnlyList<Imaging.PixelBuffer> references, RowSamples truth)
    {
        (_judge, _cast) = (judge, cast);
        _references = judge.Embed(references);
        _truth = judge.Embed([.. truth.Samples.Select(sample => sample.Image)]);
    }

    public RowScore Score(ResultRow row, RowSamples results)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<Sample> samples = results.Samples;
        int[] people = [.. samples.Select(sample => sample.Person)];
        Imaging.PixelBuffer[] images = [.. samples.Select(sample => sample.Image)];
        using Tensor embeddings = _judge.Embed(images);
        IReadOnlyList<IReadOnlyDictionary<FactKind, int>> seen = _judge.Classify(images);
        Tensor cosines = embeddings.matmul(_references.t());
        double[] own = [.. people.Select((person, i) => (double)cosines[i, person].item<float>())];
        long[] nearest = [.. cosines.argmax(1).data<long>()];
        return new RowScore(
            row.Name,
            MeanEstimate.OverPeople(own, people),
            [.. samples.Zip(own).GroupBy(item => item.First.Prompt, item => item.Second).Select(prompt => prompt.Average())],
            MeanEstimate.OverPeople([.. people.Select((person, i) => nearest[i] == person ? 1.0 : 0)], people),
            MeanEstimate.OverPeople([.. samples.Select((sample, i) => Loyalty(sample, seen[i]))], people),
            Copying(samples, seen),
            FrechetDistance.Between(embeddings, _truth),
            results.TrainedWeights,
            results.ExtraWeights,
            results.EnrollCalls,
            results.EnrollMilliseconds,
            results.ImageMilliseconds);
    }

    public void Dispose()
    {
        _references.Dispose();
        _truth.Dispose();
    }

    private static double Loyalty(Sample sample, IReadOnlyDictionary<FactKind, int> seen) =>
        sample.Prompt.Caption.Facts.Average(fact => seen[fact.Kind] == fact.Value ? 1.0 : 0);

    private MeanEstimate Copying(IReadOnlyList<Sample> samples, IReadOnlyList<IReadOnlyDictionary<FactKind, int>> seen)
    {
        (double Value, int Person)[] copied =
        [
            .. from item in samples.Select((sample, i) => (sample, facts: seen[i]))
               from fact in item.sample.Prompt.Caption.Facts
               where s_copied.Contains(fact.Kind)
               let reference = SceneFact.Of(fact.Kind, _cast.References[item.sample.Person].Scene)
               where reference.Value != SceneFact.NotApplicable && reference.Value != fact.Value
               select (item.facts[fact.Kind] == reference.Value ? 1.0 : 0, item.sample.Person),
        ];
        return MeanEstimate.OverPeople([.. copied.Select(item => item.Value)], [.. copied.Select(item => item.Person)]);
    }
}
