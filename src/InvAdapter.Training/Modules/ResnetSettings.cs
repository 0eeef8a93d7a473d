using InvAdapter.Configuration;

namespace InvAdapter.Training.Modules;

/// <summary>What all residual blocks of one network have in common.</summary>
internal sealed record ResnetSettings
{
    public required int Groups { get; init; }

    public required double Epsilon { get; init; }

    public required ActivationFunction Activation { get; init; }

    /// <summary>Width of the time embedding; 0 where the network has none.</summary>
    public int TimeWidth { get; init; }

    /// <summary>Whether the time embedding scales and shifts, instead of being added.</summary>
    public bool TimeScaleShift { get; init; }

    /// <summary>What the sum is divided by.</summary>
    public double OutputScale { get; init; } = 1;

    public static ResnetSettings Of(UNetConfiguration configuration) => new()
    {
        Groups = configuration.NormGroups,
        Epsilon = configuration.NormEpsilon,
        Activation = configuration.Activation,
        TimeWidth = configuration.TimeEmbeddingDim,
        TimeScaleShift = configuration.TimeScaleShift,
    };

    public static ResnetSettings Of(AutoencoderConfiguration configuration) => new()
    {
        Groups = configuration.NormGroups,
        Epsilon = AutoencoderEpsilon,
        Activation = configuration.Activation,
    };

    /// <summary>Epsilon of every normalisation in an autoencoder; no configuration names it.</summary>
    public const double AutoencoderEpsilon = 1e-6;
}
