using System.Collections.Immutable;
using System.Text.Json;
using InvAdapter.Models;

namespace InvAdapter.Scheduling;

/// <summary>Reads <c>scheduler_config.json</c> as diffusers writes it.</summary>
internal static class SchedulerFile
{
    private const string FileName = "scheduler_config.json";
    private const long MaxBytes = 4 << 20;

    public static SchedulerConfiguration Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(ModelJsonFile.Read(Locate(path), MaxBytes));
    }

    private static string Locate(string path)
    {
        if (!Directory.Exists(path))
            return path;
        string own = Path.Combine(path, FileName);
        return File.Exists(own) ? own : Path.Combine(path, "scheduler", FileName);
    }

    private static SchedulerConfiguration Parse(ModelJsonFile file)
    {
        string className = file.String("_class_name") ?? "DDIMScheduler";
        if (className.StartsWith("FlowMatch", StringComparison.Ordinal) || className.StartsWith("EDM", StringComparison.Ordinal))
            throw file.Wrong("_class_name", "a scheduler that adds noise by betas");

        // Only the DDIM family clips, so for another class's file the default of DDIM would change what the model was published with.
        bool clips = className is "DDIMScheduler" or "DDIMInverseScheduler" or "DDIMParallelScheduler";
        var defaults = new SchedulerConfiguration();
        try
        {
            var configuration = new SchedulerConfiguration
            {
                TrainTimesteps = file.Int32("num_train_timesteps", defaults.TrainTimesteps),
                BetaStart = file.Number("beta_start", defaults.BetaStart),
                BetaEnd = file.Number("beta_end", defaults.BetaEnd),
                BetaSchedule = Choice(file, "beta_schedule", defaults.BetaSchedule,
                    ("linear", BetaSchedule.Linear), ("scaled_linear", BetaSchedule.ScaledLinear), ("squaredcos_cap_v2", BetaSchedule.SquaredCosCapV2)),
                TrainedBetas = Betas(file),
                ClipSample = file.Boolean("clip_sample", clips),
                ClipSampleRange = file.Number("clip_sample_range", defaults.ClipSampleRange),
                SetAlphaToOne = file.Boolean("set_alpha_to_one", defaults.SetAlphaToOne),
                StepsOffset = file.Int32("steps_offset", defaults.StepsOffset),
                PredictionType = Choice(file, "prediction_type", defaults.PredictionType,
                    ("epsilon", PredictionType.Epsilon), ("v_prediction", PredictionType.VPrediction), ("sample", PredictionType.Sample)),
                Thresholding = file.Boolean("thresholding", defaults.Thresholding),
                DynamicThresholdingRatio = file.Number("dynamic_thresholding_ratio", defaults.DynamicThresholdingRatio),
                SampleMaxValue = file.Number("sample_max_value", defaults.SampleMaxValue),
                TimestepSpacing = Choice(file, "timestep_spacing", defaults.TimestepSpacing,
                    ("leading", TimestepSpacing.Leading), ("trailing", TimestepSpacing.Trailing), ("linspace", TimestepSpacing.Linspace)),
                RescaleBetasZeroSnr = file.Boolean("rescale_betas_zero_snr", defaults.RescaleBetasZeroSnr),
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
    }

    private static T Choice<T>(ModelJsonFile file, string key, T absent, params (string Name, T Value)[] choices)
    {
        if (file.String(key) is not { } name)
            return absent;
        foreach ((string known, T value) in choices)
        {
            if (name == known)
                return value;
        }

        throw file.Wrong(key, string.Join(" or ", choices.Select(choice => choice.Name)));
    }

    private static ImmutableArray<float> Betas(ModelJsonFile file)
    {
        const string key = "trained_betas";
        if (!file.Values.TryGetValue(key, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw file.Wrong(key, "null or a list of numbers");

        ImmutableArray<float>.Builder betas = ImmutableArray.CreateBuilder<float>(value.GetArrayLength());
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetSingle(out float beta) || !(beta is >= 0 and <= 1))
                throw file.Wrong($"{key}[{betas.Count}]", item, "a number of 0 to 1");
            betas.Add(beta);
        }

        return betas.MoveToImmutable();
    }

    /// <summary>The file's key for a property: TrainTimesteps is <c>num_train_timesteps</c>, the others only change their case.</summary>
    private static string KeyOf(string property) => property == nameof(SchedulerConfiguration.TrainTimesteps)
        ? "num_train_timesteps"
        : string.Concat(property.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(letter) : $"{letter}"));

    private static string FirstLine(string message) => message.Split(" (Parameter", 2)[0];
}
