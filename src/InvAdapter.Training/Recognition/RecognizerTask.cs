using System.Globalization;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>A recogniser that learns people and scenes at once.</summary>
/// <param name="network">The recogniser.</param>
/// <param name="teacher">What its embeddings learn from.</param>
/// <param name="options">What is learnt.</param>
/// <param name="images">The images.</param>
/// <param name="codec">What some images go through first, in the type that it is to compute in; null for none.</param>
/// <param name="codecName">What tells the codec from others.</param>
internal sealed class RecognizerTask(
    FaceRecognizer network, IdentityTeacher teacher, RecognizerOptions options, ILabelledImages images, AutoencoderKL? codec, string codecName) : ITrainingTask<LabelledBatch>
{
    public IReadOnlyList<nn.Module> Modules { get; } = [network, teacher];

    public int SampleCount => images.Count;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["task"] = "recognizer",
        ["images"] = string.Create(CultureInfo.InvariantCulture, $"{images.Count} of {images.Width}x{images.Height}: {images.Description}"),
        ["people"] = Text(images.People),
        ["codec"] = codecName,
        ["decoded_share"] = Text(options.DecodedShare),
        ["input_size"] = Text(options.InputSize),
        ["channels"] = string.Join(',', options.Channels),
        ["shared_levels"] = Text(options.SharedLevels),
        ["norm_groups"] = Text(options.NormGroups),
        ["embedding_size"] = Text(options.EmbeddingSize),
        ["scale"] = Text(options.Scale),
        ["margin"] = Text(options.Margin),
        ["class_weight"] = Text(options.ClassWeight),
        ["measure_weight"] = Text(options.MeasureWeight),
        ["scene_weight"] = Text(options.SceneWeight),
        ["shift"] = Text(options.Shift),
        ["brightness"] = Text(options.Brightness),
        ["noise"] = Text(options.Noise),
    };

    public LabelledBatch Prepare(ReadOnlySpan<int> samples) => LabelledBatch.Read(images, samples);

    public Tensor Loss(LabelledBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Augmentation.Apply(network.Resize(Decoded(batch.Images.ToTensor())), options);
        (Tensor identity, Tensor[] facts) = network.Forward(x);
        Tensor loss = teacher.Loss(identity, batch);
        for (int i = 0; i < facts.Length; i++)
        {
            if (batch.Applicable(i) is int applicable and > 0)
                loss = loss + options.SceneWeight / (facts.Length * applicable) * nn.functional.cross_entropy(facts[i], batch.Fact(i), ignore_index: ImageLabels.NotApplicable, reduction: nn.Reduction.Sum);
        }

        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>The images, the first ones as the codec gives them back.</summary>
    private Tensor Decoded(Tensor images)
    {
        int count = (int)Math.Round(options.DecodedShare * images.shape[0]);
        if (codec is null || count == 0)
            return images;
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor decoded = Codec.Through(codec, images.narrow(0, 0, count));
        return (count == images.shape[0] ? decoded : cat([decoded, images.narrow(0, count, images.shape[0] - count)], 0)).MoveToOuterDisposeScope();
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
