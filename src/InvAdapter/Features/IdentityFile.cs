using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Features;

/// <summary>
/// Identity files: one safetensors file with <c>trajectory</c> [T+1,C,h,w], <c>feature.{timestep}.{site}</c> [1,N,C], and metadata.
/// The checksum is the SHA-256 of all other metadata and of every tensor's description and bytes.
/// </summary>
internal static class IdentityFile
{
    private const string TrajectoryName = "trajectory";
    private const string FeaturePrefix = "feature.";

    public static void Save(Identity identity, string path, ElementType storeAs)
    {
        if (storeAs is not (ElementType.Float32 or ElementType.Float16))
            throw new ArgumentOutOfRangeException(nameof(storeAs), storeAs, "Features are stored as Float32 or Float16.");
        var metadata = new IdentityMetadata
        {
            Origin = identity.Origin,
            InversionTimesteps = identity.Inversion.Trajectory.Timesteps,
            Residuals = identity.Inversion.Residuals,
            InversionCalls = identity.Inversion.Calls,
        };
        Dictionary<string, string> pairs = metadata.ToPairs();
        TensorSource[] tensors = [TrajectorySource(identity.Inversion.Trajectory), .. FeatureSources(identity.Features, storeAs)];
        pairs[IdentityMetadata.ChecksumKey] = Checksum(pairs, tensors);
        SafetensorsWriter.Write(path, tensors, pairs);
    }

    public static Identity Load(string path, bool verify)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        try
        {
            IdentityMetadata metadata = IdentityMetadata.FromPairs(path, file.Metadata);
            if (verify)
                Verify(file);
            Trajectory trajectory = ReadTrajectory(file, metadata.InversionTimesteps);
            Check(path, metadata, trajectory);
            var inversion = new InversionResult(trajectory, metadata.InversionCalls, metadata.Residuals);
            return new Identity(metadata.Origin, inversion, ReadFeatures(file), file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static TensorSource TrajectorySource(Trajectory trajectory)
    {
        LatentShape shape = trajectory.Clean.Shape;
        float[] values = new float[trajectory.Points.Length * shape.Length];
        for (int i = 0; i < trajectory.Points.Length; i++)
            trajectory.Points[i].Values.CopyTo(values.AsSpan(i * shape.Length));
        return TensorSource.FromSingle(TrajectoryName, values, [trajectory.Points.Length, shape.Channels, shape.Height, shape.Width]);
    }

    private static IEnumerable<TensorSource> FeatureSources(FeatureSet features, ElementType storeAs) =>
        from timestep in features.Timesteps
        from site in features.Sites
        let feature = features.At(timestep)[site]
        select new TensorSource(
            string.Create(CultureInfo.InvariantCulture, $"{FeaturePrefix}{timestep}.{site}"),
            storeAs,
            feature.Shape.AsSpan(),
            stream => TensorSource.FromSingle(site, feature.ToArray(), feature.Shape.AsSpan(), storeAs).WriteTo(stream));

    private static Trajectory ReadTrajectory(SafetensorsFile file, ImmutableArray<int> timesteps)
    {
        if (timesteps.IsDefault)
            throw new InvalidFileException(file.Path, "metadata inversion_timesteps", "a list of numbers", "null");
        int steps = timesteps.Length;
        if (!file.Tensors.TryGetValue(TrajectoryName, out TensorInfo? tensor))
            throw new InvalidFileException(file.Path, TrajectoryName, "a tensor", "missing");
        if (tensor.ElementType != ElementType.Float32 || tensor.Shape.Length != 4 || tensor.Shape[0] != steps + 1 || tensor.ElementCount == 0 || tensor.Length > int.MaxValue)
            throw new InvalidFileException(file.Path, TrajectoryName, $"float32 of shape [{steps + 1},C,h,w]", tensor.ToString());

        var shape = new LatentShape(1, (int)tensor.Shape[1], (int)tensor.Shape[2], (int)tensor.Shape[3]);
        float[] values = file.ReadSingle(TrajectoryName);
        return new Trajectory(
            [.. Enumerable.Range(0, steps + 1).Select(i => new Latents(shape, values.AsSpan(i * shape.Length, shape.Length).ToArray()))],
            timesteps);
    }

    private static FeatureSet ReadFeatures(SafetensorsFile file)
    {
        var features = new Dictionary<int, Dictionary<string, DeviceTensor>>();
        try
        {
            foreach (TensorInfo tensor in file.Tensors.Values.Where(tensor => tensor.Name != TrajectoryName))
            {
                (int timestep, string site) = ParseName(file.Path, tensor.Name);
                if (tensor.ElementType is not (ElementType.Float32 or ElementType.Float16) || tensor.Shape.Length != 3 || tensor.Shape[0] != 1 || tensor.ElementCount == 0)
                    throw new InvalidFileException(file.Path, tensor.Name, "float32 or float16 of shape [1,N,C]", tensor.ToString());
                if (!features.TryGetValue(timestep, out Dictionary<string, DeviceTensor>? sites))
                    features[timestep] = sites = new Dictionary<string, DeviceTensor>(StringComparer.Ordinal);
                sites.Add(site, DeviceTensor.FromPointer(tensor.ElementType, file.Bytes(tensor), tensor.Shape));
            }

            return new FeatureSet(features.Select(pair => KeyValuePair.Create(pair.Key, (IReadOnlyDictionary<string, DeviceTensor>)pair.Value)));
        }
        catch (Exception error)
        {
            foreach (DeviceTensor feature in features.Values.SelectMany(sites => sites.Values))
                feature.Dispose();
            if (error is ArgumentException)
                throw new InvalidFileException(file.Path, "features", "the same sites at every timestep", error.Message, error);
            throw;
        }
    }

    private static (int Timestep, string Site) ParseName(string path, string name)
    {
        string[] parts = name.Split('.', 3);

        // A timestep has one way to be written, so that no two names mean the same feature.
        return parts.Length == 3 && name.StartsWith(FeaturePrefix, StringComparison.Ordinal)
                && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int timestep) && parts[1] == timestep.ToString(CultureInfo.InvariantCulture)
            ? (timestep, parts[2])
            : throw new InvalidFileException(path, JsonText.Clip(name), "named feature.TIMESTEP.SITE", "another tensor");
    }

    /// <summary>Checks what a file without its checksum, or one made by others, may say.</summary>
    private static void Check(string path, IdentityMetadata metadata, Trajectory trajectory)
    {
        int last = metadata.Origin.Scheduler.TrainTimesteps - 1;
        if (trajectory.Timesteps.Any(timestep => timestep < 0 || timestep > last) || trajectory.Timesteps.Zip(trajectory.Timesteps.Skip(1)).Any(pair => pair.First >= pair.Second))
            throw new InvalidFileException(path, "metadata inversion_timesteps", $"ascending numbers from 0 to {last}", "other ones");
        if (metadata.Residuals.IsDefault || metadata.Residuals.Length != trajectory.Steps)
            throw new InvalidFileException(path, "metadata inversion_residuals", $"a list of {trajectory.Steps} numbers", "of another length");
        if (metadata.Origin.Steps != trajectory.Steps)
            throw new InvalidFileException(path, "metadata steps", $"{trajectory.Steps}, as the trajectory has", $"{metadata.Origin.Steps}");
        if (!TimestepsOf(metadata.Origin).SequenceEqual(trajectory.Timesteps))
            throw new InvalidFileException(path, "metadata inversion_timesteps", $"those of {metadata.Origin.Steps} steps on its scheduler", "other ones");
        bool inverts = metadata.Origin.Source is not (FeatureSource.Clean or FeatureSource.Noised);
        if (inverts != trajectory.Steps > 0)
            throw new InvalidFileException(path, "metadata steps", inverts ? $"above 0 for source {metadata.Origin.Source}" : $"0 for source {metadata.Origin.Source}", $"{trajectory.Steps}");
        if (metadata.InversionCalls < 0 || metadata.Origin.UNetCalls < 0)
            throw new InvalidFileException(path, "metadata inversion_calls and unet_calls", "0 or more", $"{metadata.InversionCalls} and {metadata.Origin.UNetCalls}");
    }

    /// <summary>The timesteps of an inversion, ascending; none where there was none, or its schedule can't be built.</summary>
    private static IEnumerable<int> TimestepsOf(IdentityOrigin origin)
    {
        try
        {
            return origin.Steps == 0 ? [] : origin.Scheduler.Build(origin.Steps).InverseMoves.Select(move => move.Timestep);
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or InvalidOperationException)
        {
            return [];
        }
    }

    private static void Verify(SafetensorsFile file)
    {
        var pairs = file.Metadata.Where(pair => pair.Key != IdentityMetadata.ChecksumKey).ToDictionary(pair => pair.Key, pair => pair.Value);
        string expected = file.Metadata.GetValueOrDefault(IdentityMetadata.ChecksumKey, "missing");
        string actual = Checksum(pairs, file.Tensors.Values.Select(tensor => (tensor.ToString(), (Action<Stream>)(stream => stream.Write(file.Bytes(tensor))))));
        if (actual != expected)
            throw new InvalidFileException(file.Path, "contents", $"unaltered (checksum {expected})", $"altered (checksum {actual})");
    }

    private static string Checksum(IReadOnlyDictionary<string, string> pairs, IEnumerable<TensorSource> tensors) =>
        Checksum(pairs, tensors.Select(tensor => (tensor.ToString(), (Action<Stream>)tensor.WriteTo)));

    private static string Checksum(IReadOnlyDictionary<string, string> pairs, IEnumerable<(string Description, Action<Stream> Write)> tensors)
    {
        using var sha = SHA256.Create();
        using (var stream = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        {
            foreach ((string key, string value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                stream.Write(Encoding.UTF8.GetBytes($"{key}={value}\n"));
            foreach ((string description, Action<Stream> write) in tensors.OrderBy(tensor => tensor.Description, StringComparer.Ordinal))
            {
                stream.Write(Encoding.UTF8.GetBytes($"{description}\n"));
                write(stream);
            }
        }

        return Convert.ToHexString(sha.Hash!).ToLowerInvariant();
    }
}
