using System.Text.Json;
using System.Text.Json.Serialization;
using InvAdapter.Features;
using InvAdapter.Inversion;
using InvAdapter.Models;

namespace InvAdapter.Results;

/// <summary>One row of the results: who puts the person in, and how.</summary>
/// <param name="Name">What the row is called, in the table and as a file.</param>
/// <param name="Kind">Who puts the person in.</param>
internal sealed record ResultRow(string Name, RowKind Kind)
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The trained file, within the folder of trainings; null for the adapter that lies in the model's folder, and for the kinds that have none.</summary>
    public string? Weights { get; init; }

    /// <summary>Where features come from; null for what the adapter was trained on.</summary>
    public FeatureSource? Source { get; init; }

    /// <summary>The timestep that the base is told with <see cref="FeatureSource.Clean"/>; null for what the adapter was trained on.</summary>
    public int? CleanTimestep { get; init; }

    /// <summary>How identity tokens enter; null for what the adapter was trained for.</summary>
    public Fusion? Fusion { get; init; }

    /// <summary>Fixed-point iterations of the inversion; 0 for plain DDIM inversion.</summary>
    public int Iterations { get; init; }

    /// <summary>What draws.</summary>
    public SamplerKind Sampler { get; init; } = SamplerKind.DpmSolver;

    /// <summary>Steps of drawing; null for the run's.</summary>
    public int? Steps { get; init; }

    /// <summary>Steps of enrolment; null for as many as drawing takes.</summary>
    public int? EnrollSteps { get; init; }

    /// <summary>How many identity tokens a site may have; null for all.</summary>
    public int? Tokens { get; init; }

    /// <summary>How strongly the identity is fed back.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Progress of drawing, 0 to 1, behind which the identity is fed back no more.</summary>
    public double StrengthEnd { get; init; } = 1;

    /// <summary>Guidance scale; null for the run's.</summary>
    public double? Guidance { get; init; }

    /// <summary>Reads rows.</summary>
    /// <exception cref="InvalidFileException">The file holds no rows.</exception>
    public static IReadOnlyList<ResultRow> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultRow[]>(File.ReadAllText(path), s_json) ?? [];
        }
        catch (JsonException error)
        {
            throw new InvalidFileException(path, "the content", "a list of rows", error.Message);
        }
    }

    /// <summary>How a reference is enrolled for it.</summary>
    public EnrollmentOptions Enrollment(int steps) => new()
    {
        Steps = EnrollSteps ?? Steps ?? steps,
        Source = Source,
        CleanTimestep = CleanTimestep,
        TokenBudget = Tokens,
        Inverter = Iterations == 0 ? new DdimInverter() : new FixedPointInverter(Iterations),
    };
}
