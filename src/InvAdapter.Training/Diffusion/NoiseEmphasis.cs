using System.Globalization;

namespace InvAdapter.Training.Diffusion;

/// <summary>Which noise levels a training looks at, and what each counts.</summary>
public sealed record NoiseEmphasis
{
    private readonly double? _minSnrGamma = 5;
    private readonly TimestepDensity _density;

    /// <summary>How often each timestep is drawn.</summary>
    public TimestepDensity Density
    {
        get => _density;
        init => _density = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Density), value, "Use a named density.");
    }

    /// <summary>γ of the Min-SNR weights (Hang et al. 2023), above 0; null for a loss in which every timestep that is drawn counts the same.</summary>
    public double? MinSnrGamma
    {
        get => _minSnrGamma;
        init => _minSnrGamma = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MinSnrGamma), value, "Use a number above 0.");
    }

    /// <summary>What a resumed run must agree in.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new("timesteps", Density.ToString()),
        new("min_snr_gamma", MinSnrGamma is { } gamma ? gamma.ToString(CultureInfo.InvariantCulture) : "none"),
    ];
}
