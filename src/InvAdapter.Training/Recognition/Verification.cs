using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>How well the cosine of two embeddings says whether two images are of one person.</summary>
public sealed record Verification
{
    /// <summary>Probability that a pair of one person has a greater cosine than a pair of two: 0.5 by chance, 1 at best.</summary>
    public required double AreaUnderCurve { get; init; }

    /// <summary>Share of wrong decisions at the threshold where it is the same for both sorts of pairs: 0.5 by chance, 0 at best.</summary>
    public required double EqualErrorRate { get; init; }

    /// <summary>Share of right decisions, both sorts of pairs counting the same, at <see cref="Threshold"/>.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The least cosine that is taken for one person; the one with the best <see cref="Accuracy"/> on these very pairs.</summary>
    public required double Threshold { get; init; }

    /// <summary>Mean cosine of pairs of one person.</summary>
    public required double SameCosine { get; init; }

    /// <summary>Mean cosine of pairs of two people.</summary>
    public required double DifferentCosine { get; init; }

    /// <summary>Over all pairs of some embeddings.</summary>
    /// <param name="embeddings">Of unit length, [N,D].</param>
    /// <param name="people">Who they are of.</param>
    public static Verification Of(Tensor embeddings, IReadOnlyList<int> people)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(people);
        if (embeddings.shape[0] != people.Count)
            throw new ArgumentException($"There are {embeddings.shape[0]} embeddings, but of {people.Count} people.", nameof(people));
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        float[] cosines = [.. embeddings.matmul(embeddings.t()).contiguous().cpu().data<float>()];
        List<float> same = [];
        List<float> different = [];
        for (int i = 0; i < people.Count; i++)
        {
            for (int j = i + 1; j < people.Count; j++)
                (people[i] == people[j] ? same : different).Add(cosines[i * people.Count + j]);
        }

        return Of(same, different);
    }

    /// <summary>Over the cosines of some pairs.</summary>
    /// <param name="same">Cosines of pairs of one person, 1 or more.</param>
    /// <param name="different">Cosines of pairs of two people, 1 or more.</param>
    public static Verification Of(IReadOnlyCollection<float> same, IReadOnlyCollection<float> different)
    {
        ArgumentNullException.ThrowIfNull(same);
        ArgumentNullException.ThrowIfNull(different);
        if (same.Count == 0 || different.Count == 0)
            throw new ArgumentException($"There should be pairs of one person and of two, but there are {same.Count} and {different.Count}.");
        (float Cosine, bool IsSame)[] pairs = [.. same.Select(cosine => (cosine, true)), .. different.Select(cosine => (cosine, false))];
        Array.Sort(pairs, (a, b) => a.Cosine.CompareTo(b.Cosine));

        // The threshold goes up past one value after the other: same pairs below it are missed, different ones from it on are mistaken.
        (double area, double equal, double leastGap, double accuracy, double threshold) = (0, 0.5, double.PositiveInfinity, 0, 0);
        (int sameBelow, int differentBelow) = (0, 0);
        for (int start = 0; start < pairs.Length;)
        {
            double missed = sameBelow / (double)same.Count;
            double mistaken = 1 - differentBelow / (double)different.Count;
            if (Math.Abs(missed - mistaken) < leastGap)
                (leastGap, equal) = (Math.Abs(missed - mistaken), (missed + mistaken) / 2);
            if (1 - (missed + mistaken) / 2 > accuracy)
                (accuracy, threshold) = (1 - (missed + mistaken) / 2, pairs[start].Cosine);
            (int sameHere, int differentHere) = (0, 0);
            for (float cosine = pairs[start].Cosine; start < pairs.Length && pairs[start].Cosine.Equals(cosine); start++)
                (sameHere, differentHere) = pairs[start].IsSame ? (sameHere + 1, differentHere) : (sameHere, differentHere + 1);
            area += sameHere * (differentBelow + 0.5 * differentHere);
            (sameBelow, differentBelow) = (sameBelow + sameHere, differentBelow + differentHere);
        }

        return new Verification
        {
            AreaUnderCurve = area / ((double)same.Count * different.Count),
            EqualErrorRate = equal,
            Accuracy = accuracy,
            Threshold = threshold,
            SameCosine = same.Average(),
            DifferentCosine = different.Average(),
        };
    }
}
