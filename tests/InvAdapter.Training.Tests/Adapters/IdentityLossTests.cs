using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Recognition;
using InvAdapter.Training.Tests.Runs;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Adapters;

public class IdentityLossTests(SmallWorld world) : TorchTest, IClassFixture<SmallWorld>
{
    private static readonly RecognizerConfiguration s_recognizer = new()
    {
        InputSize = 16, Channels = [8, 16], SharedLevels = 0, NormGroups = 4, EmbeddingSize = 12, SceneFacts = [new("Width", 2)],
    };

    /// <summary>A recogniser with random weights, always the same ones.</summary>
    internal static void SaveRecognizer(string folder, long seed = 7)
    {
        manual_seed(seed);
        using var recognizer = new FaceRecognizer(s_recognizer);
        recognizer.Save(folder);
    }

    [Fact]
    public void The_right_prediction_has_none_and_a_wrong_one_less_along_the_gradient()
    {
        using var judge = new TemporaryFolder();
        SaveRecognizer(judge.Path);
        using BaseModel model = BaseModel.Load(world.Model);
        using var levels = new NoiseLevels(model.Scheduler, new NoiseEmphasis { MinSnrGamma = null });
        (ReferenceBatch batch, IIdentityLearner learner) = Something(model, levels);
        using IdentityLoss loss = IdentityLoss.Load(model, learner, levels, new IdentityLossOptions { Recognizers = [judge.Path], Weight = 2 })!;
        Tensor timesteps = tensor([10L, 300L, 700L]);
        Tensor clean = randn(3, model.UNet.Configuration.InChannels, 8, 8);
        Tensor noise = randn_like(clean);
        Tensor noisy = levels.AddNoise(clean, noise, timesteps);
        Tensor share = levels.SignalShare(timesteps).view(-1, 1, 1, 1);
        Tensor velocity = share.sqrt() * noise - (1 - share).sqrt() * clean;

        IdentityAttention identity = learner.Attend(batch, timesteps, null);

        Assert.Equal(0, Of(velocity).item<float>(), 1e-4f);
        Tensor wrong = (velocity + randn_like(velocity)).requires_grad_();
        Tensor value = Of(wrong);
        value.backward();
        Tensor gradient = wrong.grad!;
        float better = Of((wrong - 0.01 * gradient / gradient.norm()).detach()).item<float>();
        Assert.InRange(value.item<float>(), 1e-4f, 4);
        Assert.True(better < value.item<float>(), $"{value.item<float>()} before a step along the gradient, {better} after it.");
        Assert.All(loss.Modules.SelectMany(module => module.parameters()), parameter => Assert.False(parameter.requires_grad));

        Tensor Of(Tensor prediction) => loss.Of(new AdapterStep(batch, model.EmptyPrompt, null, identity, clean, timesteps, noisy, prediction));
    }

    [Fact]
    public void Without_a_recogniser_there_is_none()
    {
        using BaseModel model = BaseModel.Load(world.Model);
        using var levels = new NoiseLevels(model.Scheduler, new NoiseEmphasis());
        Assert.Null(IdentityLoss.Load(model, Something(model, levels).Learner, levels, null));
    }

    [Fact]
    public void Several_recognisers_count_by_their_mean()
    {
        using TemporaryFolder first = new(), second = new();
        SaveRecognizer(first.Path);
        SaveRecognizer(second.Path, seed: 8);
        using BaseModel model = BaseModel.Load(world.Model);
        using IdentityCritic one = IdentityCritic.Load(model, [first.Path]), other = IdentityCritic.Load(model, [second.Path]), both = IdentityCritic.Load(model, [first.Path, second.Path]);
        (Tensor a, Tensor b) = (randn(2, model.UNet.Configuration.InChannels, 8, 8), randn(2, model.UNet.Configuration.InChannels, 8, 8));

        AssertClose((one.Distance(a, b) + other.Distance(a, b)) / 2, both.Distance(a, b), 1e-6, "distances");
        Assert.NotEqual(Values(one.Distance(a, b)), Values(other.Distance(a, b)));
        Assert.Equal($"{one.Fingerprint}+{other.Fingerprint}", both.Fingerprint);
    }

    private (ReferenceBatch Batch, IIdentityLearner Learner) Something(BaseModel model, NoiseLevels levels)
    {
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        ReferenceBatch batch = ReferenceBatch.Read(corpus, null, CaptionedLatents.Read(corpus, model.Tokenizer, [0, 1, 2]), [3, 4, 5], null);
        var options = new AdapterOptions { Source = FeatureSource.Clean, Sites = SiteFilter.Self };
        return (batch, new EmbeddedAttentionLearner(model, InvAdapterModule.For(model.UNet, options.Sites, options.Fusion), levels, null, options));
    }
}
