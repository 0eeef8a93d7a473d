using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Runtime;

namespace InvAdapter.Features;

/// <summary>Averages neighbouring tokens of a feature, square by square, until there are few enough.</summary>
/// <remarks>What an identity costs in a UNet call is its tokens at the finest sites: of SD 1.5's 64×64, half as many a side take a quarter of the time.</remarks>
internal static class TokenPooling
{
    /// <summary>Side of the squares, the smallest that leaves no more than so many tokens.</summary>
    public static int Side((int Height, int Width) grid, int most)
    {
        int side = 1;
        while ((long)Count(grid.Height, side) * Count(grid.Width, side) > most)
            side++;
        return side;
    }

    /// <summary>Keeps each site's feature as it is, or averages it and disposes it.</summary>
    /// <param name="sites">The sites.</param>
    /// <param name="features">Their tokens by name, [1,N,C] each.</param>
    /// <param name="latents">Shape of the latents that were asked about.</param>
    /// <param name="most">How many tokens may be left of each, 1 or more.</param>
    public static IReadOnlyDictionary<string, DeviceTensor> Reduce(
        IEnumerable<AttentionSite> sites, IReadOnlyDictionary<string, DeviceTensor> features, LatentShape latents, int most) =>
        sites.ToDictionary(site => site.Name, site => Reduce(site, features[site.Name], latents, most), StringComparer.Ordinal);

    /// <summary>Keeps a site's feature as it is, or averages it and disposes it.</summary>
    /// <param name="site">The site.</param>
    /// <param name="feature">Its tokens, [1,N,C].</param>
    /// <param name="latents">Shape of the latents that were asked about.</param>
    /// <param name="most">How many tokens may be left, 1 or more.</param>
    /// <returns>The tokens that are left, row by row, on the host where they were averaged.</returns>
    public static DeviceTensor Reduce(AttentionSite site, DeviceTensor feature, LatentShape latents, int most)
    {
        (int Height, int Width) grid = site.TokenGrid(latents.Height, latents.Width);
        int side = Side(grid, most);
        if (side == 1)
            return feature;
        using (feature)
        {
            (int rows, int columns) = (Count(grid.Height, side), Count(grid.Width, side));
            float[] averages = Average(feature.ToArray(), grid, site.Width, side);
            using DeviceTensor pooled = DeviceTensor.FromMemory<float>(averages, 1, rows * columns, site.Width);
            return pooled.ToElementType(feature.ElementType);
        }
    }

    /// <summary>Averages [height,width,C] over squares; at the far edges over what is left of them.</summary>
    public static float[] Average(ReadOnlySpan<float> tokens, (int Height, int Width) grid, int channels, int side)
    {
        (int rows, int columns) = (Count(grid.Height, side), Count(grid.Width, side));
        float[] averages = new float[rows * columns * channels];
        for (int y = 0; y < grid.Height; y++)
        {
            for (int x = 0; x < grid.Width; x++)
            {
                int height = Math.Min(side, grid.Height - (y / side * side));
                int width = Math.Min(side, grid.Width - (x / side * side));
                ReadOnlySpan<float> token = tokens.Slice(((y * grid.Width) + x) * channels, channels);
                Span<float> average = averages.AsSpan(((y / side * columns) + (x / side)) * channels, channels);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(token, 1f / (height * width), average, average);
            }
        }

        return averages;
    }

    private static int Count(int length, int side) => (length + side - 1) / side;
}
