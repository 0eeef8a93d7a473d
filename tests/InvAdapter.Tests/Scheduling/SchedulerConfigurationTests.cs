using System.Collections.Immutable;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using InvAdapter.Tests.Models;
using Xunit;

namespace InvAdapter.Tests.Scheduling;

public sealed class SchedulerConfigurationTests : IDisposable
{
    /// <summary>As published with Stable Diffusion 1.5: a PNDM file.</summary>
    private const string StableDiffusion15 = """
        {
          "_class_name": "PNDMScheduler",
          "_diffusers_version": "0.6.0",
          "beta_end": 0.012,
          "beta_schedule": "scaled_linear",
          "beta_start": 0.00085,
          "num_train_timesteps": 1000,
          "set_alpha_to_one": false,
          "skip_prk_steps": true,
          "steps_offset": 1,
          "trained_betas": null,
          "clip_sample": false
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_preset_is_the_published_file() => Assert.Equal(SchedulerConfiguration.StableDiffusion15, Load(StableDiffusion15));

    [Fact]
    public void Absent_keys_take_the_defaults_of_DDIM()
    {
        SchedulerConfiguration configuration = Load("{}");
        Assert.Equal(new SchedulerConfiguration(), configuration);
        Assert.True(configuration.ClipSample);
        Assert.True(configuration.SetAlphaToOne);
    }

    [Theory]
    [InlineData("PNDMScheduler")]
    [InlineData("LMSDiscreteScheduler")]
    [InlineData("EulerDiscreteScheduler")]
    public void Schedulers_that_do_not_clip_do_not_by_default(string name) =>
        Assert.False(Load($$"""{"_class_name": "{{name}}", "interpolation_type": "linear", "use_karras_sigmas": false}""").ClipSample);

    [Fact]
    public void Every_key_is_read()
    {
        SchedulerConfiguration configuration = Load("""
            {
              "num_train_timesteps": 3, "beta_start": 0.1, "beta_end": 0.2, "beta_schedule": "squaredcos_cap_v2", "trained_betas": [0.1, 0.2, 0.3],
              "clip_sample": false, "clip_sample_range": 2.5, "set_alpha_to_one": false, "steps_offset": 2, "prediction_type": "sample",
              "thresholding": true, "dynamic_thresholding_ratio": 0.5, "sample_max_value": 1.5, "timestep_spacing": "linspace",
              "rescale_betas_zero_snr": true
            }
            """);

        Assert.Equal(new SchedulerConfiguration
        {
            TrainTimesteps = 3, BetaStart = 0.1, BetaEnd = 0.2, BetaSchedule = BetaSchedule.SquaredCosCapV2, TrainedBetas = [0.1f, 0.2f, 0.3f],
            ClipSample = false, ClipSampleRange = 2.5, SetAlphaToOne = false, StepsOffset = 2, PredictionType = PredictionType.Sample,
            Thresholding = true, DynamicThresholdingRatio = 0.5, SampleMaxValue = 1.5, TimestepSpacing = TimestepSpacing.Linspace,
            RescaleBetasZeroSnr = true,
        }, configuration);
        Assert.NotEqual(configuration, configuration with { TrainedBetas = [0.1f, 0.2f, 0.4f] });
    }

    [Fact]
    public void Trained_betas_make_the_alphas()
    {
        DdimSchedule schedule = new SchedulerConfiguration { TrainTimesteps = 2, TrainedBetas = [0.5f, 0.5f] }.Build(2);
        Assert.Equal([0.5, 0.25], [schedule.AlphaAt(0), schedule.AlphaAt(1)]);
    }

    [Fact]
    public void Golden_pipelines_load_by_their_folder()
    {
        Assert.NotEmpty(GoldenFolders.Pipelines);
        Assert.All(GoldenFolders.Pipelines, folder => Assert.InRange(SchedulerConfiguration.Load(folder).BetaStart, 0, 1));
        Assert.Equal(0.00085, SchedulerConfiguration.Load(Path.Combine(GoldenFolders.InRepository, "tiny-sd15")).BetaStart);
    }

    [Theory]
    [InlineData("""{"beta_schedule": "sigmoid"}""", "beta_schedule", "\"sigmoid\"")]
    [InlineData("""{"prediction_type": "flow_prediction"}""", "prediction_type", "\"flow_prediction\"")]
    [InlineData("""{"timestep_spacing": "karras"}""", "timestep_spacing", "\"karras\"")]
    [InlineData("""{"num_train_timesteps": "1000"}""", "num_train_timesteps", "\"1000\"")]
    [InlineData("""{"num_train_timesteps": 0}""", "num_train_timesteps", "0")]
    [InlineData("""{"num_train_timesteps": 2000000000}""", "num_train_timesteps", "2000000000")]
    [InlineData("""{"steps_offset": -1}""", "steps_offset", "-1")]
    [InlineData("""{"beta_start": 1.5}""", "beta_start", "1.5")]
    [InlineData("""{"clip_sample": 1}""", "clip_sample", "1")]
    [InlineData("""{"clip_sample_range": 0}""", "clip_sample_range", "0")]
    [InlineData("""{"trained_betas": [0.1, "x"]}""", "trained_betas[1]", "\"x\"")]
    [InlineData("""{"trained_betas": [0.1, 0.2]}""", "the beta settings", "2 trained betas")]
    [InlineData("""{"beta_start": 0, "beta_end": 0, "rescale_betas_zero_snr": true}""", "the beta settings", "NaN")]
    [InlineData("""{"_class_name": "FlowMatchEulerDiscreteScheduler"}""", "_class_name", "FlowMatchEulerDiscreteScheduler")]
    [InlineData("""{"beta_start": NaN}""", "the content", "broken")]
    [InlineData("[1]", "the content", "[1]")]
    public void An_unsupported_value_is_refused_by_key_and_value(string json, string key, string value)
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Load(json));
        Assert.Equal(key, error.Item);
        Assert.Contains(value, error.Actual, StringComparison.Ordinal);
        Assert.Equal(_folder.At("scheduler_config.json"), error.File);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => SchedulerConfiguration.Load(_folder.Path));
        Assert.Equal(Path.Combine(_folder.Path, "scheduler", "scheduler_config.json"), error.File);
    }

    [Fact]
    public void Damage_is_refused_or_harmless()
    {
        string golden = Path.Combine(GoldenFolders.InRepository, "tiny-sd15", "scheduler", "scheduler_config.json");
        File.Copy(golden, _folder.At("scheduler_config.json"));

        (int accepted, int refused) = Mutations.LoadAll(_folder.At("scheduler_config.json"), 4000, () => SchedulerConfiguration.Load(_folder.Path));

        Assert.True(refused > 500, $"Only {refused} of 4000 were refused.");
        Assert.True(accepted > 100, $"Only {accepted} of 4000 were accepted.");
    }

    [Fact]
    public void Settings_out_of_range_are_refused_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerConfiguration { BetaEnd = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerConfiguration { TrainedBetas = [0.1f, -1] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerConfiguration { PredictionType = (PredictionType)9 });
        Assert.Equal("SampleMaxValue", Assert.Throws<ArgumentOutOfRangeException>(() => new SchedulerConfiguration { SampleMaxValue = 0 }).ParamName);
        Assert.Empty(new SchedulerConfiguration { TrainedBetas = default(ImmutableArray<float>) }.TrainedBetas);
    }

    private SchedulerConfiguration Load(string json)
    {
        File.WriteAllText(_folder.At("scheduler_config.json"), json);
        return SchedulerConfiguration.Load(_folder.Path);
    }
}
