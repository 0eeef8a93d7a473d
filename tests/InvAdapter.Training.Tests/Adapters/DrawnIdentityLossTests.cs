using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Tests;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Tests.Runs;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Adapters;

/// <summary>The loss of pictures that are drawn for it, on the small model.</summary>
public sealed class DrawnIdentityLossTests : TorchTest, IClassFixture<SmallWorld>, IDisposable
{
    private readonly TemporaryFolder _judge = new();
    private readonly BaseModel _model;
    private readonly NoiseLevels _levels;
    private readonly InvAdapterModule _adapter;
    private readonly IdentityCritic _critic;
    private readonly ReferenceBatch _batch;

    public DrawnIdentityLossTests(SmallWorld world)
    {
        IdentityLossTests.SaveRecognizer(_judge.Path);
        _model = BaseModel.Load(world.Model);
        _levels = new NoiseLevels(_model.Scheduler, new NoiseEmphasis());
        _adapter = InvAdapterModule.For(_model.UNet, SiteFilter.Self, Fusion.Embedded);
        _critic = IdentityCritic.Load(_model, [_judge.Path]);
        using LatentCorpus corpus = LatentCorpus.Open(world.Latents);
        _batch = ReferenceBatch.Read(corpus, null, CaptionedLatents.Read(corpus, _model.Tokenizer, [0, 1, 2]), [3, 4, 5], null);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void What_it_draws_is_what_the_librarys_own_sampler_draws(double guidance)
    {
        DrawnIdentityLoss loss = Loss(new DrawingOptions { Steps = 5, LearningSteps = 2, GuidanceScale = guidance });
        AdapterStep step = Step();
        Tensor noise = randn_like(step.Clean);
        using IDisposable frozen = no_grad();
        Tensor drawn = loss.Draw(step, noise);

        var start = new Latents(new LatentShape(3, (int)noise.shape[1], (int)noise.shape[2], (int)noise.shape[3]));
        Values(noise).CopyTo(start.Values);
        IdentityAttention identity = Learner(FeatureSource.Clean).Attend(_batch, step.Timesteps, null);
        var sampler = new DpmSolverSampler(new GuidedNetwork(_model, step.Prompt, identity, guidance), _model.Scheduler.Build(5));
        AssertClose(tensor(sampler.Run(start, TestContext.Current.CancellationToken).Values.ToArray(), noise.shape), drawn, 1e-4, "latents");
    }

    [Fact]
    public void The_gradient_reaches_the_adapter_alone()
    {
        Tensor value = Loss(new DrawingOptions { Steps = 4, LearningSteps = 1 }).Of(Step());
        value.backward();

        Assert.InRange(value.item<float>(), 1e-4f, 2);
        Assert.Contains(_adapter.parameters(), map => map.grad is { } gradient && gradient.abs().max().item<float>() > 0);
        Assert.All([.. _model.UNet.parameters(), .. _model.Text.parameters(), .. _critic.Modules.SelectMany(module => module.parameters())], weight => Assert.Null(weight.grad));
    }

    [Fact]
    public void The_networks_input_counts_as_given()
    {
        // What is left is linear in the noise, so that all of its numbers have the same gradient.
        AdapterStep step = Step();
        Tensor noise = randn_like(step.Clean).requires_grad_();
        Loss(new DrawingOptions { Steps = 4, LearningSteps = 4 }).Draw(step, noise).sum().backward();

        Tensor gradient = noise.grad!;
        Assert.NotEqual(0, gradient.flatten()[0].item<float>());
        AssertClose(gradient.flatten()[0].expand_as(gradient), gradient, 1e-6, "gradient");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void As_many_steps_learn_as_are_asked_for(int learning)
    {
        var learner = new Counted(Learner(FeatureSource.Noised));
        AdapterStep step = Step();
        new DrawnIdentityLoss(_model, learner, _levels, _critic, new DrawingOptions { Steps = 4, LearningSteps = learning }).Of(step).backward();
        Assert.Equal(learning, learner.Given.Count(keys => keys.grad is not null));
        Assert.Equal(4, learner.Given.Count);
        learner.Given.ForEach(keys => keys.Dispose());
    }

    [Fact]
    public void Rows_without_an_identity_do_not_count()
    {
        AdapterStep step = Step();
        Tensor distances = tensor([0.5f, 0.2f, 0.9f]);
        Assert.Equal(0.55f, (step with { Present = tensor([false, true, true]) }).MeanOfPresent(distances).item<float>(), 1e-6f);
        Assert.Equal(0, (step with { Present = tensor([false, false, false]) }).MeanOfPresent(distances).item<float>());
        Assert.Equal(1.6f / 3, step.MeanOfPresent(distances).item<float>(), 1e-6f);
    }

    [Fact]
    public void Learning_brings_what_is_drawn_nearer_to_the_person()
    {
        DrawnIdentityLoss loss = Loss(new DrawingOptions { Steps = 4, LearningSteps = 4 });
        Tensor noise = randn_like(Step().Clean);
        using var optimizer = optim.Adam(_adapter.parameters(), lr: 0.02);
        var distances = new List<float>();
        for (int i = 0; i < 20; i++)
        {
            optimizer.zero_grad();
            AdapterStep step = Step();
            Tensor distance = _critic.Distance(loss.Draw(step, noise), step.Clean).mean();
            distance.backward();
            optimizer.step();
            distances.Add(distance.item<float>());
        }

        Assert.True(distances[^1] < 0.8 * distances[0], string.Join(", ", distances));
    }

    [Fact]
    public void Features_are_asked_for_where_they_depend_on_the_timestep_and_are_the_steps_own_otherwise()
    {
        (AdapterStep step, Tensor noise) = (Step(), randn(_batch.Targets.LatentTensor().shape));
        using IDisposable frozen = no_grad();
        var clean = new Counted(Learner(FeatureSource.Clean));
        var noised = new Counted(Learner(FeatureSource.Noised));
        _ = new DrawnIdentityLoss(_model, clean, _levels, _critic, new DrawingOptions { Steps = 4 }).Draw(step, noise);
        _ = new DrawnIdentityLoss(_model, noised, _levels, _critic, new DrawingOptions { Steps = 4 }).Draw(step, noise);

        Assert.Empty(clean.Asked);
        Assert.Equal([999L, 749L, 499L, 249L], noised.Asked);
    }

    [Fact]
    public void What_can_not_be_drawn_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawingOptions { Steps = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawingOptions { LearningSteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DrawingOptions { GuidanceScale = 0.5 });
        Assert.Contains("3 of 2", Assert.Throws<ArgumentException>(() => new IdentityLossOptions { Recognizers = ["any"], Drawing = new DrawingOptions { Steps = 2, LearningSteps = 3 } }).Message, StringComparison.Ordinal);
    }

    public new void Dispose()
    {
        _critic.Dispose();
        _adapter.Dispose();
        _levels.Dispose();
        _model.Dispose();
        _judge.Dispose();
        base.Dispose();
    }

    private DrawnIdentityLoss Loss(DrawingOptions drawing) => new(_model, Learner(FeatureSource.Clean), _levels, _critic, drawing);

    private EmbeddedAttentionLearner Learner(FeatureSource source) =>
        new(_model, _adapter, _levels, null, new AdapterOptions { Source = source, Sites = SiteFilter.Self });

    private AdapterStep Step()
    {
        manual_seed(11);
        Tensor clean = _batch.Targets.LatentTensor();
        Tensor timesteps = tensor([10L, 300L, 700L]);
        IdentityAttention identity = Learner(FeatureSource.Clean).Attend(_batch, timesteps, null);
        using IDisposable frozen = no_grad();
        Tensor prompt = _model.Text.forward(_batch.Targets.TokenTensor(_model.EmptyTokens, 0));
        return new AdapterStep(_batch, prompt, null, identity, clean, timesteps, clean, clean);
    }

    /// <summary>The training network as the library's samplers want it.</summary>
    private sealed class GuidedNetwork(BaseModel model, Tensor prompt, IdentityAttention identity, double guidance) : IDenoiser
    {
        public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor latents = tensor(z.Values.ToArray(), [z.Shape.Batch, z.Shape.Channels, z.Shape.Height, z.Shape.Width]);
            Tensor time = tensor(new long[] { timestep });
            Tensor with = model.UNet.Predict(latents, time, prompt, identity: identity);
            Tensor without = model.UNet.Predict(latents, time, model.EmptyPrompt.expand(z.Shape.Batch, -1, -1));
            Values(without + guidance * (with - without)).CopyTo(prediction.Values);
        }
    }

    private sealed class Counted(IIdentityLearner inner) : IIdentityLearner
    {
        public List<long> Asked { get; } = [];

        /// <summary>Keys of the first site, as leaves that show whether a way back has come to them.</summary>
        public List<Tensor> Given { get; } = [];

        public IReadOnlyList<nn.Module> Modules => inner.Modules;

        public IReadOnlyDictionary<string, string> Settings => inner.Settings;

        public bool DependsOnTimestep => inner.DependsOnTimestep;

        public IdentityAttention Attend(ReferenceBatch batch, Tensor timesteps, Tensor? present)
        {
            Asked.Add(timesteps[0].item<long>());
            IdentityAttention identity = inner.Attend(batch, timesteps, present);
            Dictionary<string, SiteKeysValues> sites = identity.Sites.ToDictionary(site => site.Key, site => new SiteKeysValues(site.Value.Keys.detach().requires_grad_().DetachFromDisposeScope(), site.Value.Values.detach()));
            Given.Add(sites.Values.First().Keys);
            return identity with { Sites = sites };
        }
    }
}
