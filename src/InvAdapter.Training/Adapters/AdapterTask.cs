using System.Collections.Immutable;
using System.Globalization;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Data;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>Something that learns to draw the person of a reference, on a base that stays as it is.</summary>
/// <param name="model">The frozen base.</param>
/// <param name="learner">What is trained.</param>
/// <param name="levels">The base's noise levels.</param>
/// <param name="corpus">Captioned latents.</param>
/// <param name="inversions">Trajectories of references, or null.</param>
/// <param name="images">The corpus's own images, where the learner looks at pixels.</param>
/// <param name="identity">A recogniser's say beside the noise's loss, or null; borrowed.</param>
/// <param name="options">Dropout.</param>
internal sealed class AdapterTask(
    BaseModel model, IIdentityLearner learner, NoiseLevels levels, LatentCorpus corpus, InversionCorpus? inversions, IImageSource? images, IdentityLoss? identity, AdapterOptions options)
    : ITrainingTask<ReferenceBatch>
{
    private readonly SubjectPairs _pairs = new(corpus, inversions?.Count ?? corpus.Count);

    public IReadOnlyList<nn.Module> Modules { get; } = [.. learner.Modules, model.UNet, model.Text, .. identity?.Modules ?? []];

    public int SampleCount => _pairs.Count;

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>([.. learner.Settings, .. options.Emphasis.Settings, .. identity?.Settings ?? ImmutableDictionary<string, string>.Empty])
    {
        ["base"] = model.Fingerprint,
        ["latents"] = corpus.Description,
        ["prompt_dropout"] = Text(options.PromptDropout),
        ["identity_dropout"] = Text(options.IdentityDropout),
    };

    public ReferenceBatch Prepare(ReadOnlySpan<int> samples)
    {
        (int Target, int Reference)[] pairs = [.. samples.ToArray().Select(sample => _pairs[sample])];
        CaptionedLatents targets = CaptionedLatents.Read(corpus, model.Tokenizer, [.. pairs.Select(pair => pair.Target)]);
        int[] references = [.. pairs.Select(pair => pair.Reference)];
        return ReferenceBatch.Read(corpus, inversions, targets, references, images is null ? null : ImageBatch.Read(images, references));
    }

    public Tensor Loss(ReferenceBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor clean = batch.Targets.LatentTensor();
        Tensor timesteps = levels.DrawTimesteps(batch.Targets.Count);
        Tensor noise = randn_like(clean);
        Tensor? present = options.IdentityDropout == 0 ? null : rand([batch.Targets.Count]) >= options.IdentityDropout;
        IdentityAttention references = learner.Attend(batch, timesteps, present);
        Tensor noisy = levels.AddNoise(clean, noise, timesteps);
        Tensor prompt = Prompt(batch);
        Tensor prediction = model.UNet.Predict(noisy, timesteps, prompt, identity: references);
        Tensor loss = levels.Loss(prediction, clean, noise, timesteps);
        if (identity is not null)
            loss = loss + identity.Of(new AdapterStep(batch, prompt, present, references, clean, timesteps, noisy, prediction));
        return loss.MoveToOuterDisposeScope();
    }

    private Tensor Prompt(ReferenceBatch batch)
    {
        using IDisposable frozen = no_grad();
        return model.Text.forward(batch.Targets.TokenTensor(model.EmptyTokens, options.PromptDropout));
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
