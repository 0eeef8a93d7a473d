using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Finding people again among others.</summary>
public static class Retrieval
{
    /// <summary>Share of queries whose nearest embedding in a gallery is of the same person.</summary>
    /// <param name="queries">Embeddings of unit length, [N,D].</param>
    /// <param name="queryPeople">Who they are of.</param>
    /// <param name="gallery">Embeddings of unit length, [M,D].</param>
    /// <param name="galleryPeople">Who they are of.</param>
    public static double TopOne(Tensor queries, IReadOnlyList<int> queryPeople, Tensor gallery, IReadOnlyList<int> galleryPeople)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(queryPeople);
        ArgumentNullException.ThrowIfNull(gallery);
        ArgumentNullException.ThrowIfNull(galleryPeople);
        if (queries.shape[0] != queryPeople.Count || gallery.shape[0] != galleryPeople.Count || queryPeople.Count == 0 || galleryPeople.Count == 0)
            throw new ArgumentException($"There should be a person for each of 1 or more embeddings, but there are {queryPeople.Count} for {queries.shape[0]} and {galleryPeople.Count} for {gallery.shape[0]}.");
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long[] nearest = [.. queries.matmul(gallery.t()).argmax(1).cpu().data<long>()];
        return nearest.Select((item, i) => galleryPeople[(int)item] == queryPeople[i]).Count(right => right) / (double)nearest.Length;
    }

    /// <summary>The same among the first people of a set: each one's first image is the gallery's, the others ask for it.</summary>
    /// <param name="embeddings">Embeddings of unit length, [N,D].</param>
    /// <param name="people">Who they are of.</param>
    /// <param name="among">How many people, the first ones to occur.</param>
    public static double TopOne(Tensor embeddings, IReadOnlyList<int> people, int among)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        ArgumentNullException.ThrowIfNull(people);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(among);
        int[][] images = [.. people.Select((person, i) => (person, i)).GroupBy(item => item.person, item => item.i).Take(among).Select(group => group.ToArray())];
        int[] first = [.. images.Select(group => group[0])];
        int[] rest = [.. images.SelectMany(group => group[1..])];
        using DisposeScope scope = NewDisposeScope();
        return TopOne(Rows(embeddings, rest), [.. rest.Select(i => people[i])], Rows(embeddings, first), [.. first.Select(i => people[i])]);
    }

    private static Tensor Rows(Tensor embeddings, int[] indices) => embeddings.index_select(0, tensor(indices.Select(i => (long)i).ToArray()));
}
