using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using Xunit;

namespace InvAdapter.PublicApi.Tests;

/// <summary>Which calls the three sources make, at which timesteps, and from which of them the features are.</summary>
public sealed class FeatureExtractorTests
{
    private static readonly DdimSchedule s_schedule = SchedulerConfiguration.StableDiffusion15.Build(4);
    private static readonly int[] s_ascending = [1, 251, 501, 751];

    private readonly LinearPredictor _predictor = new(0.3f);

    [Fact]
    public void The_inversions_own_calls_are_captured_and_the_last_of_a_step_is_kept()
    {
        (InversionResult inversion, FeatureSet features) = Extract(FeatureSource.InversionPass, new FixedPointInverter(3, tolerance: 0));
        using (features)
        {
            Assert.Equal(s_ascending.SelectMany(timestep => Enumerable.Repeat((timestep, true), 3)), Made());
            Assert.Equal([3f, 6, 9, 12], CallsOf(features));
            Assert.Equal(12, inversion.Calls);
        }
    }

    [Fact]
    public void Replay_captures_on_the_way_back()
    {
        (InversionResult inversion, FeatureSet features) = Extract(FeatureSource.Replay, new DdimInverter());
        using (features)
        {
            Assert.Equal([.. s_ascending.Select(timestep => (timestep, false)), .. s_ascending.Reverse().Select(timestep => (timestep, true))], Made());
            Assert.Equal([8f, 7, 6, 5], CallsOf(features));
            Assert.Equal(inversion.Trajectory.Noise.Values[0], _predictor.Calls[4].First);
        }
    }

    [Fact]
    public void Trajectory_visits_every_stored_point_once()
    {
        (InversionResult inversion, FeatureSet features) = Extract(FeatureSource.Trajectory, new DdimInverter());
        using (features)
        {
            Assert.Equal([.. s_ascending.Select(timestep => (timestep, false)), .. s_ascending.Select(timestep => (timestep, true))], Made());
            Assert.Equal([5f, 6, 7, 8], CallsOf(features));
            Assert.Equal(inversion.Trajectory.Points.Skip(1).Select(point => point.Values[0]), _predictor.Calls.Skip(4).Select(call => call.First));
        }
    }

    [Theory]
    [InlineData(FeatureSource.InversionPass, 4, 0)]
    [InlineData(FeatureSource.Replay, 4, 4)]
    [InlineData(FeatureSource.Trajectory, 4, 2)]
    public void Only_the_wanted_timesteps_are_captured(FeatureSource source, int inversionCalls, int captureCalls)
    {
        FeatureExtractor extractor = Extractor(source, new DdimInverter(), SiteFilter.Cross, [251, 751]);
        (_, FeatureSet features) = extractor.Extract(Start(), TestContext.Current.CancellationToken);
        using (features)
        {
            Assert.Equal([251, 751], features.Timesteps);
            Assert.Equal(["down.attn2"], features.Sites);
            Assert.Equal((inversionCalls, captureCalls), (extractor.InversionCalls, extractor.CaptureCalls));
            Assert.Equal(inversionCalls + captureCalls, _predictor.Calls.Count);
            Assert.Equal([251, 751], _predictor.Calls.Where(call => call.Captured).Select(call => call.Timestep).Order());
            Assert.Equal([251, 251, 751, 751], new[] { 0, 300, 501, 999 }.Select(features.Nearest));
        }
    }

    [Fact]
    public void Nothing_to_capture_is_refused_before_any_call()
    {
        Assert.Throws<ArgumentException>(() => Extractor(FeatureSource.Replay, new DdimInverter(), SiteFilter.Named("up"), null).Extract(Start(), TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => Extractor(FeatureSource.Replay, new DdimInverter(), SiteFilter.All, [2]).Extract(Start(), TestContext.Current.CancellationToken));
        Assert.Empty(_predictor.Calls);
    }

    private (InversionResult Inversion, FeatureSet Features) Extract(FeatureSource source, IInverter inverter) =>
        Extractor(source, inverter, SiteFilter.All, null).Extract(Start(), TestContext.Current.CancellationToken);

    private FeatureExtractor Extractor(FeatureSource source, IInverter inverter, SiteFilter sites, HashSet<int>? timesteps) => new()
    {
        Predictor = _predictor,
        EmptyPrompt = new TextEmbedding(1, 1, [0]),
        Schedule = s_schedule,
        Inverter = inverter,
        Source = source,
        Sites = sites,
        Timesteps = timesteps,
    };

    private IEnumerable<(int Timestep, bool Captured)> Made() => _predictor.Calls.Select(call => (call.Timestep, call.Captured));

    /// <summary>The number of the call that each timestep's features are from, timesteps ascending.</summary>
    private static IEnumerable<float> CallsOf(FeatureSet features) => features.Timesteps.Select(timestep => features.At(timestep)["down.attn1"].Values[0]);

    private static Latents Start() => new(new LatentShape(1, 4, 1, 1), [1, -1, 0.5f, 2]);
}
