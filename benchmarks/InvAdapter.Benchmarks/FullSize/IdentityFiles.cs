using System.Diagnostics;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>A full-size identity of one timestep as a file: how large it is, and how long saving and loading take.</summary>
internal static class IdentityFiles
{
    /// <summary>Enrolls once for each token budget, and prints a Markdown table of medians.</summary>
    /// <remarks>Files are written beside the model, and loaded while the system still has them in memory.</remarks>
    /// <param name="parts">The model.</param>
    /// <param name="beside">A folder to make one in.</param>
    /// <param name="latentSide">Side of the reference's latents.</param>
    /// <param name="rounds">How often each is done.</param>
    /// <param name="cancellation">Stops between two network calls.</param>
    public static void Print(PipelineParts parts, string beside, int latentSide, int rounds, CancellationToken cancellation)
    {
        Console.WriteLine($"| identity of one timestep, medians of {rounds} | file | save, s | load (cached), s | load unchecked, s |");
        Console.WriteLine("| --- | --: | --: | --: | --: |");
        int side = latentSide * parts.Autoencoder.Downscale;
        PixelBuffer picture = BenchmarkModel.Picture(side, side);
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(beside, $"identities-{Guid.NewGuid():N}"));
        try
        {
            foreach (int? budget in (int?[])[null, EnrollmentOptions.DefaultTokenBudget])
            {
                var options = new EnrollmentOptions { Source = FeatureSource.Clean, TokenBudget = budget };
                using Identity identity = new Enrollment(parts, options, null, cancellation).Run(picture);
                foreach (ElementType type in (ElementType[])[ElementType.Float32, ElementType.Float16])
                    Print(identity, $"{(budget is null ? "every token" : $"at most {budget} tokens a site")}, {type}", type, Path.Combine(folder.FullName, "person.safetensors"), rounds);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Print(Identity identity, string name, ElementType type, string path, int rounds)
    {
        double save = Seconds(rounds, () => identity.Save(path, type));
        double load = Seconds(rounds, () => Identity.Load(path).Dispose());
        double layoutOnly = Seconds(rounds, () => Identity.Load(path, verify: false).Dispose());
        Console.WriteLine($"| {name} | {new FileInfo(path).Length / 1e6:F1} MB | {save:F3} | {load:F3} | {layoutOnly:F4} |");
    }

    private static double Seconds(int rounds, Action action) => Median.Of([.. Enumerable.Range(0, rounds).Select(_ =>
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    })]);
}
