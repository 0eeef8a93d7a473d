using System.Collections.Immutable;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;

namespace InvAdapter.Tests.Features;

/// <summary>An identity made here: a trajectory of two steps, and random features of two sites at two timesteps.</summary>
internal static class SmallIdentity
{
    public const string Model = "0123456789abcdef0123456789abcdef";

    public static ImmutableArray<int> Timesteps { get; } = [1, 501];

    public static IReadOnlyDictionary<string, long[]> Sites { get; } = new Dictionary<string, long[]>
    {
        ["down.attn1"] = [1, 4, 3],
        ["up.attn2"] = [1, 1, 5],
    };

    public static Identity Make(double residual = 0.25)
    {
        var random = new Random(1);
        var shape = new LatentShape(1, 4, 2, 3);
        var trajectory = new Trajectory([.. Enumerable.Range(0, 3).Select(_ => new Latents(shape, Numbers(random, shape.Length)))], Timesteps);
        var origin = new IdentityOrigin(Model, SchedulerConfiguration.StableDiffusion15, 2, FeatureSource.Replay, "DDIM, \"plain\"\nü", 4);
        return new Identity(origin, new InversionResult(trajectory, 2, [residual, 1e-300]), Features(Timesteps, random));
    }

    public static FeatureSet Features(IEnumerable<int> timesteps, Random random) => new(timesteps.Select(timestep => KeyValuePair.Create(
        timestep,
        (IReadOnlyDictionary<string, DeviceTensor>)Sites.ToDictionary(
            site => site.Key,
            site => DeviceTensor.FromMemory<float>(Numbers(random, (int)site.Value.Aggregate((product, length) => product * length)), site.Value)))));

    /// <summary>Numbers that float16 has to round.</summary>
    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
