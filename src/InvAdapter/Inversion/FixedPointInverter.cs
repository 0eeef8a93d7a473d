using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Inversion;

/// <summary>Solves z_t = step(z_{t-1}, ε(z_t, t)) by iteration: the noise estimate is taken at the last guess for z_t until nothing moves.</summary>
/// <remarks>
/// As in AIDI (Pan et al. 2023) and ReNoise (Garibi et al. 2024). On the golden models ten iterations cut the reconstruction's error
/// a hundredfold. The first guess is z_{t-1}, so one iteration of an ε-model is plain DDIM inversion. Where plain iteration doesn't contract,
/// it is relaxed (Aitken's relaxation for vectors), unless told otherwise. A step that clips or thresholds x₀ can't be undone, so clipping has no part in the equation:
/// on a schedule that clips (latent models' don't) the residual is that of the unclipped step.
/// </remarks>
public sealed class FixedPointInverter : IInverter
{
    /// <summary>Most iterations a step where nothing else is asked for.</summary>
    public const int DefaultIterations = 10;

    /// <summary>
    /// Movement up to which a step counts as solved where nothing else is asked for. It saves a third to two thirds of ten iterations' calls, and an image that is drawn again from the noise
    /// differs by less than the autoencoder's own loss (docs/results.md).
    /// </summary>
    public const double DefaultTolerance = 1e-3;

    /// <summary>Chooses how long to iterate.</summary>
    /// <param name="iterations">Most iterations (UNet calls) a step, 1 to 100.</param>
    /// <param name="tolerance">Stop a step when an iteration moves z_t by no more than this root mean square; at 0, only when it moves nothing at all. Latents have about unit variance.</param>
    /// <param name="relaxed">Whether to relax steps on which plain iteration doesn't contract. Without, it is the textbook's iteration throughout.</param>
    public FixedPointInverter(int iterations = DefaultIterations, double tolerance = DefaultTolerance, bool relaxed = true)
    {
        if (iterations is < 1 or > 100)
            throw new ArgumentOutOfRangeException(nameof(iterations), iterations, "Use 1 to 100 iterations.");
        if (!(tolerance is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "Use a tolerance of 0 to below 1.");
        Iterations = iterations;
        Tolerance = tolerance;
        IsRelaxed = relaxed;
    }

    /// <summary>Most iterations a step.</summary>
    public int Iterations { get; }

    /// <summary>Movement, as a root mean square, up to which a step counts as solved.</summary>
    public double Tolerance { get; }

    /// <summary>Whether steps on which plain iteration doesn't contract are relaxed.</summary>
    public bool IsRelaxed { get; }

    /// <inheritdoc/>
    public int CallsPerStep => Iterations;

    /// <inheritdoc/>
    public InversionResult Invert(IDenoiser denoiser, DdimSchedule schedule, Latents z0, CancellationToken cancellation = default)
    {
        var path = new InversionPath(schedule, z0);
        var prediction = new Latents(z0.Shape);
        var solver = new FixedPointSolver(z0.Shape.Length, IsRelaxed);
        foreach (Transition move in schedule.InverseMoves)
        {
            Latents guess = path.Current.Clone();
            double residual;
            int calls = 0;
            solver.Start();
            do
            {
                denoiser.Predict(guess, move.Timestep, prediction, cancellation);
                Step(schedule.Configuration, move, path.Current, guess, prediction);
                residual = solver.Advance(guess.Values, prediction.Values);
                calls++;
            }
            while (calls < Iterations && residual > Tolerance);
            path.Add(guess, residual, calls);
        }

        return path.Finish();
    }

    /// <inheritdoc/>
    public override string ToString() => Tolerance > 0 ? $"fixed point, {Iterations} iterations or {Tolerance:G3}" : $"fixed point, {Iterations} iterations";

    /// <summary>prediction ← step(z_{t-1}, ε(guess, t)).</summary>
    private static void Step(SchedulerConfiguration configuration, Transition move, Latents previous, Latents guess, Latents prediction)
    {
        Span<float> next = prediction.Values;
        if (move.AlphaTo == 0)
        {
            DdimStep.UndoFromPureNoise(configuration.PredictionType, move, previous.Values, next, next);
            return;
        }

        DdimStep.ToEpsilon(configuration.PredictionType, move.AlphaTo, guess.Values, next, next);
        DdimStep.ApplyEpsilon(move, previous.Values, next, next);
    }
}
