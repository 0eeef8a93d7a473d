using System.Collections.Immutable;
using InvAdapter.Models;

namespace InvAdapter.Inversion;

/// <summary>The way from an image to the noise that would draw it: z₀ … z_T.</summary>
public sealed class Trajectory
{
    /// <summary>Collects a way.</summary>
    /// <param name="points">z₀ … z_T, each [1,C,h,w]: one more than timesteps; z₀ alone for an image that was not inverted.</param>
    /// <param name="timesteps">Where the network is asked on the move from point i to point i + 1, ascending.</param>
    /// <exception cref="ArgumentException">The counts don't fit, or the points differ in size.</exception>
    public Trajectory(ImmutableArray<Latents> points, ImmutableArray<int> timesteps)
    {
        if (timesteps.IsDefault || points.IsDefault || points.Length != timesteps.Length + 1)
            throw new ArgumentException("A trajectory has one more point than timesteps.", nameof(points));
        if (points.Any(point => point.Shape != points[0].Shape))
            throw new ArgumentException("All points of a trajectory have the same size.", nameof(points));
        Points = points;
        Timesteps = timesteps;
    }

    /// <summary>z₀ … z_T.</summary>
    public ImmutableArray<Latents> Points { get; }

    /// <summary>The timestep of each move, ascending; <c>Points[i + 1]</c> is the latent at <c>Timesteps[i]</c>.</summary>
    public ImmutableArray<int> Timesteps { get; }

    /// <summary>Number of steps T; 0 for an image that was not inverted.</summary>
    public int Steps => Timesteps.Length;

    /// <summary>z₀: the image's own latents.</summary>
    public Latents Clean => Points[0];

    /// <summary>z_T: the noise that draws the image again; z₀ for an image that was not inverted.</summary>
    public Latents Noise => Points[^1];
}
