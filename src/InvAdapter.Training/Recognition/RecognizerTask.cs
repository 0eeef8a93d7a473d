using System.Globalization;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>A recogniser that learns people and scenes at once.</summary>
/// <param name="network">The recogniser.</param>
/// <param name="teacher">What its embeddings learn from.</param>
/// <param name="options">What is learnt.</param>
/// <param name="images">The images, of the input size.</param>
/// <param name="imageSettings">All that the images depend on.</param>
internal sealed class RecognizerTask(
    FaceRecognizer network, IdentityTeacher teacher, RecognizerOptions options, ILabelledImages images, IReadOnlyDictionary<string, string> imageSettings) : ITrainingTask<LabelledBatch>
{
    public IReadOnlyList<nn.Module> Modules { get; } = [network, teacher];

    public int SampleCount => images.Count;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(imageSettings)
    {
        ["task"] = "recognizer",
        ["start"] = options.Start is null ? "nothing" : ModelFiles.Fingerprint(options.Start, stem: ModelFiles.TransformersStem),
        ["people"] = Text(images.People),
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
        Tensor x = Augmentation.Apply(batch.Images.ToTensor(), options);
        (Tensor identity, Tensor[] facts) = network.Forward(x, scenes: options.SceneWeight > 0);
        Tensor loss = teacher.Loss(identity, batch);
        for (int i = 0; i < facts.Length; i++)
        {
            if (batch.Applicable(i) is int applicable and > 0)
                loss = loss + options.SceneWeight / (facts.Length * applicable) * nn.functional.cross_entropy(facts[i], batch.Fact(i), ignore_index: ImageLabels.NotApplicable, reduction: nn.Reduction.Sum);
        }

        return loss.MoveToOuterDisposeScope();
    }

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
