using InvAdapter.Configuration;

namespace InvAdapter.Scheduling;

/// <summary>Reads <c>scheduler_config.json</c> as diffusers writes it.</summary>
internal static class SchedulerFile
{
    private const string FileName = "scheduler_config.json";

    public static SchedulerConfiguration Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(ConfigurationFile.Load(Locate(path)));
    }

    private static string Locate(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string own = Path.Combine(path, FileName);
        return File.Exists(own) ? own : Path.Combine(path, "scheduler", FileName);
    }

    private static SchedulerConfiguration Parse(ConfigurationFile file)
    {
        string className = file.Text("_class_name", "DDIMScheduler");
        if (className.StartsWith("FlowMatch", StringComparison.Ordinal) || className.StartsWith("EDM", StringComparison.Ordinal))
            throw file.Bad("_class_name", "a scheduler that adds noise by betas");

        // Only the DDIM family clips, so for another class's file the default of DDIM would change what the model was published with.
        bool clips = className is "DDIMScheduler" or "DDIMInverseScheduler" or "DDIMParallelScheduler";
        var defaults = new SchedulerConfiguration();
        try
        {
            var configuration = new SchedulerConfiguration
            {
                TrainTimesteps = AnyInteger("num_train_timesteps", defaults.TrainTimesteps),
                BetaStart = file.Number("beta_start", defaults.BetaStart),
                BetaEnd = file.Number("beta_end", defaults.BetaEnd),
                BetaSchedule = file.Choice("beta_schedule", defaults.BetaSchedule,
                    ("linear", BetaSchedule.Linear), ("scaled_linear", BetaSchedule.ScaledLinear), ("squaredcos_cap_v2", BetaSchedule.SquaredCosCapV2)),
                TrainedBetas = [.. file.Numbers("trained_betas", 0, 1).Select(beta => (float)beta)],
                ClipSample = file.Flag("clip_sample", clips),
                ClipSampleRange = file.Number("clip_sample_range", defaults.ClipSampleRange),
                SetAlphaToOne = file.Flag("set_alpha_to_one", defaults.SetAlphaToOne),
                StepsOffset = AnyInteger("steps_offset", defaults.StepsOffset),
                PredictionType = file.Choice("prediction_type", defaults.PredictionType,
                    ("epsilon", PredictionType.Epsilon), ("v_prediction", PredictionType.VPrediction), ("sample", PredictionType.Sample)),
                Thresholding = file.Flag("thresholding", defaults.Thresholding),
                DynamicThresholdingRatio = file.Number("dynamic_thresholding_ratio", defaults.DynamicThresholdingRatio),
                SampleMaxValue = file.Number("sample_max_value", defaults.SampleMaxValue),
                TimestepSpacing = file.Choice("timestep_spacing", defaults.TimestepSpacing,
                    ("leading", TimestepSpacing.Leading), ("trailing", TimestepSpacing.Trailing), ("linspace", TimestepSpacing.Linspace)),
                RescaleBetasZeroSnr = file.Flag("rescale_betas_zero_snr", defaults.RescaleBetasZeroSnr),
            };

            _ = AlphaTable.Compute(configuration);
            return configuration;
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ModelFormatException(file.Path, KeyOf(error.ParamName!), "in range", $"{error.ActualValue} ({FirstLine(error.Message)})", error);
        }
        catch (InvalidOperationException error)
        {
            throw new ModelFormatException(file.Path, "the beta settings", "consistent", error.Message, error);
        }

        // The configuration knows its own ranges.
        int AnyInteger(string key, int absent) => file.Integer(key, absent, int.MinValue, int.MaxValue);
    }

    /// <summary>The file's key for a property: TrainTimesteps is <c>num_train_timesteps</c>, the others only change their case.</summary>
    private static string KeyOf(string property) => property == nameof(SchedulerConfiguration.TrainTimesteps)
        ? "num_train_timesteps"
        : string.Concat(property.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    private static string FirstLine(string message) => message.Split(" (Parameter", 2)[0];
}
