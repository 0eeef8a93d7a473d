using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Finishes a recogniser, and measures it over all images of a source.</summary>
internal static class RecognizerMeasure
{
    private const int BatchSize = 32;
    private const int Gallery = 64;
    private const int Standardizing = 512;

    /// <summary>Whether there is something to measure: two people, and two images of one among those that are looked for.</summary>
    public static bool IsPossible(ILabelledImages images)
    {
        int[] counts = [.. Enumerable.Range(0, images.Count).GroupBy(index => images.Labels(index).Person).Select(group => group.Count())];
        return counts.Length >= 2 && counts.Take(Gallery).Max() >= 2;
    }

    /// <summary>Standardises embeddings by those of training images, evenly taken from all.</summary>
    public static void Standardize(FaceRecognizer network, ILabelledImages images, AutoencoderKL? codec)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        int count = Math.Min(Standardizing, images.Count);
        List<Tensor> features = [];
        for (int start = 0; start < count; start += BatchSize)
        {
            using DisposeScope inner = NewDisposeScope();
            int[] indices = [.. Enumerable.Range(start, Math.Min(BatchSize, count - start)).Select(i => (int)((long)i * images.Count / count))];
            features.Add(Recognized(network, LabelledBatch.Read(images, indices), codec).Identity.MoveToOuterDisposeScope());
        }

        (Tensor mean, Tensor deviation) = IdentityTeacher.Moments(cat(features, 0));
        network.Standardize(mean, deviation);
    }

    /// <param name="network">The recogniser.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="images">Images that it was not trained on, of 2 or more people and some of one person.</param>
    /// <param name="codec">What they go through first; null for nothing.</param>
    public static RecognizerResult Of(FaceRecognizer network, string folder, ILabelledImages images, AutoencoderKL? codec)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> embeddings = [];
        List<int> people = [];
        var right = new int[images.SceneFacts.Length];
        var asked = new int[images.SceneFacts.Length];
        for (int start = 0; start < images.Count; start += BatchSize)
        {
            using DisposeScope inner = NewDisposeScope();
            int[] indices = [.. Enumerable.Range(start, Math.Min(BatchSize, images.Count - start))];
            LabelledBatch batch = LabelledBatch.Read(images, indices);
            (Tensor identity, Tensor[] facts) = Recognized(network, batch, codec);
            embeddings.Add(nn.functional.normalize(identity, dim: 1).MoveToOuterDisposeScope());
            people.AddRange(batch.Labels.Select(labels => labels.Person));
            for (int i = 0; i < facts.Length; i++)
            {
                right[i] += (int)(facts[i].argmax(1) == batch.Fact(i)).sum().item<long>();
                asked[i] += batch.Applicable(i);
            }
        }

        Tensor all = cat(embeddings, 0);
        int count = people.Distinct().Count();
        return new RecognizerResult(
            folder,
            images.Count,
            count,
            Verification.Of(all, people),
            Retrieval.TopOne(all, people, Gallery),
            Math.Min(Gallery, count),
            Enumerable.Range(0, asked.Length).Where(i => asked[i] > 0).ToDictionary(i => images.SceneFacts[i].Name, i => right[i] / (double)asked[i], StringComparer.Ordinal));
    }

    private static (Tensor Identity, Tensor[] Facts) Recognized(FaceRecognizer network, LabelledBatch batch, AutoencoderKL? codec)
    {
        Tensor images = batch.Images.ToTensor();
        return network.Forward(network.Resize(codec is null ? images : Codec.Through(codec, images)));
    }
}
