using InvAdapter.Training.Corpora;

namespace InvAdapter.Training.Adapters;

/// <summary>For each picture of a corpus, the other pictures of the same person that can be its reference; a person's only picture is its own.</summary>
internal sealed class SubjectPairs
{
    private readonly (int Target, int Reference)[] _pairs;

    /// <param name="corpus">The pictures.</param>
    /// <param name="referable">How many of them, the first ones, can be references.</param>
    public SubjectPairs(LatentCorpus corpus, int referable)
    {
        _pairs =
        [
            .. from subject in Enumerable.Range(0, corpus.Count).GroupBy(corpus.Subject)
               let pictures = subject.ToArray()
               from target in pictures
               from reference in pictures
               where reference < referable && (reference != target || pictures.Length == 1)
               select (target, reference),
        ];
        if (_pairs.Length == 0)
            throw new ArgumentException($"None of the {corpus.Count} pictures has a reference among the first {referable}.", nameof(referable));
    }

    public int Count => _pairs.Length;

    public (int Target, int Reference) this[int index] => _pairs[index];
}
