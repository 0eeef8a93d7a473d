using System.Collections.Immutable;
using System.Text.Json;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;

namespace InvAdapter.Tests.Scheduling;

/// <summary>What diffusers' DDIM schedulers did with 258 settings (tests/golden/ddim-scheduler.json).</summary>
public static class GoldenSchedules
{
    public sealed record Run(
        string Kind, SchedulerConfiguration Configuration, int Steps, double Eta, int[] Timesteps, float[][] Trajectory, float[][] Noise)
    {
        public bool IsInverse => Kind == "ddim_inverse";
    }

    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(GoldenFolders.InRepository, "ddim-scheduler.json"))).RootElement;

    public static float[] X0 { get; } = Floats(Root.GetProperty("x0"));

    public static ImmutableArray<Run> Cases { get; } = [.. Root.GetProperty("cases").EnumerateArray().Select(ToRun)];

    public static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>The stand-in for a network that the golden runs were driven by, in float32: 0.5·sin(2x) + 0.1·cos(t/100).</summary>
    public static float[] Model(float[] z, int timestep) =>
        Array.ConvertAll(z, x => 0.5f * MathF.Sin(2 * x) + (float)(0.1 * Math.Cos(timestep / 100.0)));

    private static Run ToRun(JsonElement value) => new(
        value.GetProperty("kind").GetString()!,
        Configuration(value.GetProperty("config")),
        value.GetProperty("steps").GetInt32(),
        value.TryGetProperty("eta", out JsonElement eta) ? eta.GetDouble() : 0,
        [.. value.GetProperty("timesteps").EnumerateArray().Select(item => item.GetInt32())],
        [.. value.GetProperty("trajectory").EnumerateArray().Select(Floats)],
        value.TryGetProperty("noise", out JsonElement noise) ? [.. noise.EnumerateArray().Select(Floats)] : []);

    /// <summary>A case's settings are the base ones with some replaced; they go through the file reader, as a user's would.</summary>
    private static SchedulerConfiguration Configuration(JsonElement changes)
    {
        Dictionary<string, JsonElement> settings = Root.GetProperty("base_config").EnumerateObject().ToDictionary(item => item.Name, item => item.Value);
        foreach (JsonProperty change in changes.EnumerateObject())
            settings[change.Name] = change.Value;

        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(settings));
            return SchedulerConfiguration.Load(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
