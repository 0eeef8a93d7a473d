using System.Collections.Immutable;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Inversion;

/// <summary>Collects an inversion's points while it runs.</summary>
internal sealed class InversionPath
{
    private readonly ImmutableArray<Latents>.Builder _points;
    private readonly ImmutableArray<double>.Builder _residuals;
    private readonly ImmutableArray<int> _timesteps;
    private int _calls;

    public InversionPath(DdimSchedule schedule, Latents z0)
    {
        ArgumentNullException.ThrowIfNull(z0);
        if (z0.Shape.Batch != 1)
            throw new ArgumentException($"One image is inverted at a time, but the latents are {z0.Shape}.", nameof(z0));
        _timesteps = [.. schedule.InverseMoves.Select(move => move.Timestep)];
        _points = ImmutableArray.CreateBuilder<Latents>(_timesteps.Length + 1);
        _residuals = ImmutableArray.CreateBuilder<double>(_timesteps.Length);
        _points.Add(z0.Clone());
    }

    /// <summary>The point that was reached last.</summary>
    public Latents Current => _points[^1];

    public void Add(Latents point, double residual, int calls)
    {
        _points.Add(point);
        _residuals.Add(residual);
        _calls += calls;
    }

    public InversionResult Finish() => new(new Trajectory(_points.MoveToImmutable(), _timesteps), _calls, _residuals.MoveToImmutable());
}
