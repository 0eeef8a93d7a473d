using System.Collections.Immutable;

namespace InvAdapter.Scheduling;

/// <summary>
/// One step of DPM-Solver++ (2M) (Lu et al. 2022, arXiv 2211.01095, algorithm 2) between two levels, with α = √ᾱ, σ = √(1−ᾱ), λ = ln(α/σ):
/// z_to = (σ_to/σ_from)·z_from − α_to·(e^(−h) − 1)·D, where h = λ_to − λ_from.
/// </summary>
/// <param name="OfLatent">Weight of z_from.</param>
/// <param name="OfSample">Weight of the predicted x₀ at the level that the step starts from.</param>
/// <param name="OfEarlierSample">Weight of the x₀ predicted one step before; 0 in steps of first order.</param>
internal readonly record struct DpmSolverStep(double OfLatent, double OfSample, double OfEarlierSample)
{
    /// <summary>All steps of a schedule: from each timestep's level to the next one's, the first and the last of first order.</summary>
    public static ImmutableArray<DpmSolverStep> Plan(DdimSchedule schedule)
    {
        double[] levels = [.. schedule.Timesteps.Select(schedule.AlphaAt), schedule.FinalAlpha];
        return [.. Enumerable.Range(0, schedule.Steps).Select(i => i == 0 || i == schedule.Steps - 1
            ? First(levels[i], levels[i + 1])
            : Second(levels[i - 1], levels[i], levels[i + 1]))];
    }

    /// <summary>A step of first order, D = x₀, which is DDIM's: the first one, and the last, where h may be infinite.</summary>
    /// <param name="from">ᾱ of the level that the step starts from, below 1.</param>
    /// <param name="to">ᾱ of the level that it goes to.</param>
    public static DpmSolverStep First(double from, double to)
    {
        (double scale, double push) = Weights(from, to);
        return new DpmSolverStep(scale, push, 0);
    }

    /// <summary>A step of second order, D = (1 + 1/2r)·x₀ − (1/2r)·x₀ of the step before, with r = h_before/h.</summary>
    /// <param name="before">ᾱ of the level that the step before started from.</param>
    /// <param name="from">ᾱ of the level that the step starts from.</param>
    /// <param name="to">ᾱ of the level that it goes to, below 1.</param>
    public static DpmSolverStep Second(double before, double from, double to)
    {
        (double scale, double push) = Weights(from, to);

        // From pure noise h is infinite, and what was predicted there has no weight.
        double share = (Lambda(to) - Lambda(from)) / (2 * (Lambda(from) - Lambda(before)));
        return new DpmSolverStep(scale, push * (1 + share), -push * share);
    }

    private static (double OfLatent, double OfSample) Weights(double from, double to)
    {
        double ratio = Math.Sqrt((1 - to) / (1 - from));

        // α_to·(1 − e^(−h)) without the logarithm, so that σ_to may be 0.
        return (ratio, Math.Sqrt(to) - Math.Sqrt(from) * ratio);
    }

    private static double Lambda(double alpha) => 0.5 * Math.Log(alpha / (1 - alpha));
}
