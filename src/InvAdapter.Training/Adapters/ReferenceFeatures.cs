using System.Collections.Immutable;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>What the base's attention layers see of references, in a batch whose rows are at noise levels of their own.</summary>
internal sealed class ReferenceFeatures(BaseModel model, NoiseLevels levels, AdapterOptions options, IReadOnlyList<AttentionSite> sites, ImmutableArray<int> timesteps)
{
    /// <summary>Captures features.</summary>
    /// <param name="batch">The references.</param>
    /// <param name="trained">Timesteps of the targets, [B].</param>
    /// <param name="tap">Takes the features, [B,N,C] each.</param>
    public void Capture(ReferenceBatch batch, Tensor trained, FeatureTap tap)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor latents, Tensor asked) = At(batch.PointTensor(), trained);
        model.UNet.Predict(latents, asked, model.EmptyPrompt.expand(batch.Targets.Count, -1, -1), tap);
    }

    public FeatureTap Tap() => new(sites);

    private (Tensor Latents, Tensor Timesteps) At(Tensor points, Tensor trained)
    {
        Tensor clean = points.select(1, 0);
        if (options.Source == FeatureSource.Clean)
            return (clean, full_like(trained, options.CleanTimestep));
        if (options.Source == FeatureSource.Noised)
            return (levels.AddNoise(clean, randn_like(clean), trained), trained);

        long[] nearest = [.. trained.cpu().data<long>().ToArray().Select(Nearest)];
        Tensor asked = tensor(nearest.Select(i => (long)timesteps[(int)i]).ToArray());
        long[] rows = [.. nearest.Select(i => options.Source == FeatureSource.Trajectory ? i + 1 : i)];
        return (points[arange(points.shape[0]), tensor(rows)], asked);
    }

    /// <summary>The visited timestep nearest to one, of two as near the noisier: the choice that generation makes.</summary>
    private long Nearest(long timestep) => Enumerable.Range(0, timesteps.Length).MinBy(i => (Math.Abs(timesteps[i] - timestep), -timesteps[i]));
}
