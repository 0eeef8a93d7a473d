using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using InvAdapter.Weights;

namespace InvAdapter.Models;

/// <summary>A short name for a UNet's weights, so that identities and adapters are not used with another model by mistake.</summary>
/// <remarks>
/// SHA-256 over every tensor's name, type, shape and its first and last kilobyte: milliseconds, even for gigabytes, and different
/// for any fine-tune. The same weights stored in another element type are another model here.
/// </remarks>
internal static class ModelFingerprint
{
    private const int SampledBytes = 1024;

    /// <summary>The first 32 hexadecimal digits.</summary>
    /// <param name="weights">The tensors.</param>
    /// <param name="counts">Which of them count, by name; all where null.</param>
    public static string Compute(WeightFolder weights, Func<string, bool>? counts = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (TensorInfo tensor in weights.Tensors.Values.Where(tensor => counts?.Invoke(tensor.Name) ?? true).OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            byte[] description = Encoding.UTF8.GetBytes(tensor.ToString());
            BinaryPrimitives.WriteInt64LittleEndian(length, description.Length);
            hash.AppendData(length);
            hash.AppendData(description);
            ReadOnlySpan<byte> bytes = weights.Bytes(tensor);
            hash.AppendData(bytes[..Math.Min(SampledBytes, bytes.Length)]);
            hash.AppendData(bytes[Math.Max(0, bytes.Length - SampledBytes)..]);
        }

        return Convert.ToHexString(hash.GetHashAndReset())[..32].ToLowerInvariant();
    }
}
