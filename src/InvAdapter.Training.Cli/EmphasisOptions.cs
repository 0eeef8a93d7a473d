using System.CommandLine;
using InvAdapter.Training.Diffusion;

namespace InvAdapter.Training.Cli;

/// <summary>Options that say which noise levels a training looks at.</summary>
internal sealed class EmphasisOptions(NoiseEmphasis defaults)
{
    private readonly Option<TimestepDensity> _density = new("--timesteps")
    {
        Description = "How often each timestep is drawn: all alike, or as ln SNR is spread in EDM.",
        DefaultValueFactory = _ => defaults.Density,
    };

    private readonly Option<double> _gamma =
        RunOptions.Option("--min-snr-gamma", "Min-SNR's gamma; 0 for a loss in which all timesteps count the same.", defaults.MinSnrGamma ?? 0);

    public Option[] All => [_density, _gamma];

    public NoiseEmphasis Read(ParseResult parse) => new()
    {
        Density = parse.GetValue(_density),
        MinSnrGamma = parse.GetValue(_gamma) is var gamma && gamma == 0 ? null : gamma,
    };
}
