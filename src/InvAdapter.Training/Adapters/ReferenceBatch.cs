using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Diffusion;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>Targets, and for each a reference that shows the same person.</summary>
/// <param name="Targets">What the prompt asks for.</param>
/// <param name="References">Numbers of the references in the corpus.</param>
/// <param name="Points">Their clean latents and, where they were inverted, the trajectory behind those: [count, 1 + S, C, h, w].</param>
/// <param name="Images">Their pixels, where these are looked at.</param>
internal sealed record ReferenceBatch(CaptionedLatents Targets, int[] References, float[] Points, ImageBatch? Images)
{
    public int PointsEach => Points.Length / Targets.Latents.Length;

    public static ReferenceBatch Read(LatentCorpus corpus, InversionCorpus? inversions, CaptionedLatents targets, int[] references, ImageBatch? images)
    {
        int length = corpus.Shape.SampleLength;
        int each = 1 + (inversions?.Timesteps.Length ?? 0);
        var points = new float[references.Length * each * length];
        for (int i = 0; i < references.Length; i++)
        {
            Span<float> row = points.AsSpan(i * each * length, each * length);
            corpus.Read(references[i], row[..length]);
            inversions?.Read(references[i], row[length..]);
        }

        return new ReferenceBatch(targets, references, points, images);
    }

    /// <summary>The points, [count, 1 + S, C, h, w].</summary>
    public Tensor PointTensor() => tensor(Points, [Targets.Count, PointsEach, Targets.Shape.Channels, Targets.Shape.Height, Targets.Shape.Width]);
}
