using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>The Fréchet distance of two normal distributions (Dowson and Landau 1982), squared, as in the Fréchet inception distance (Heusel et al. 2017).</summary>
public static class FrechetDistance
{
    /// <summary>Of two sets of points, each as the normal distribution with its mean and covariance.</summary>
    /// <param name="first">[N,D], N 2 or more; more than D, or the covariance says little.</param>
    /// <param name="second">[M,D].</param>
    /// <returns>0 where mean and covariance are the same, and more the less alike they are.</returns>
    public static double Between(Tensor first, Tensor second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.shape is not [>= 2, var width] || second.shape is not [>= 2, var other] || width != other)
            throw new ArgumentException($"Points should be [N,D] with 2 or more points of one D, but are [{string.Join(',', first.shape)}] and [{string.Join(',', second.shape)}].");
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor firstMean, Tensor firstCovariance) = Moments(first);
        (Tensor secondMean, Tensor secondCovariance) = Moments(second);
        return Between(firstMean, firstCovariance, secondMean, secondCovariance);
    }

    /// <summary>Of two normal distributions: |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2(Σ₁Σ₂)^½).</summary>
    /// <param name="firstMean">[D].</param>
    /// <param name="firstCovariance">[D,D], symmetric and without negative eigenvalues.</param>
    /// <param name="secondMean">[D].</param>
    /// <param name="secondCovariance">[D,D].</param>
    public static double Between(Tensor firstMean, Tensor firstCovariance, Tensor secondMean, Tensor secondCovariance)
    {
        ArgumentNullException.ThrowIfNull(firstMean);
        ArgumentNullException.ThrowIfNull(firstCovariance);
        ArgumentNullException.ThrowIfNull(secondMean);
        ArgumentNullException.ThrowIfNull(secondCovariance);
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor sigma1, Tensor sigma2) = (firstCovariance.to(float64), secondCovariance.to(float64));

        // Σ₁Σ₂ has the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is symmetric; rounding may make those that are 0 a little less.
        (Tensor values, Tensor vectors) = linalg.eigh(sigma1);
        Tensor root = (vectors * values.clamp(0).sqrt()).matmul(vectors.t());
        Tensor product = linalg.eigvalsh(root.matmul(sigma2).matmul(root)).clamp(0).sqrt().sum();
        Tensor means = (firstMean.to(float64) - secondMean.to(float64)).square().sum();
        return Math.Max(0, (means + sigma1.trace() + sigma2.trace() - 2 * product).item<double>());
    }

    private static (Tensor Mean, Tensor Covariance) Moments(Tensor points)
    {
        points = points.to(float64);
        Tensor mean = points.mean([0L]);
        Tensor centered = points - mean;
        return (mean, centered.t().matmul(centered) / (points.shape[0] - 1));
    }
}
