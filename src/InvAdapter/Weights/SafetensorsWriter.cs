using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace InvAdapter.Weights;

/// <summary>Writes safetensors files.</summary>
public static class SafetensorsWriter
{
    /// <summary>The data section starts at a multiple of this many bytes, a cache line and the widest vector.</summary>
    internal const int Alignment = 64;

    /// <summary>Writes tensors one after another, so that only what the sources themselves hold is in memory.</summary>
    /// <remarks>
    /// Tensors of wider elements come first, as the reference implementation has it, so that every element is aligned to its
    /// size; within one width the given order stays. The file is written under a temporary name in the same folder, flushed,
    /// and renamed over <paramref name="path"/>; where anything fails, an older file is as it was and no other is left.
    /// </remarks>
    /// <param name="path">The file to make or replace. Its folder must exist.</param>
    /// <param name="tensors">The tensors, each name once.</param>
    /// <param name="metadata">Free text to keep with them.</param>
    /// <exception cref="ArgumentException">A name comes twice, <paramref name="path"/> is blank, or the header would be larger than 100 MB.</exception>
    /// <exception cref="InvalidOperationException">A source wrote more or fewer bytes than its shape asks for.</exception>
    public static void Write(string path, IEnumerable<TensorSource> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorSource[] ordered = [.. tensors.OrderByDescending(t => t.ElementType.SizeInBytes())];
        if (ordered.GroupBy(t => t.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"The tensor {twice.Key} comes twice.", nameof(tensors));

        byte[] header = Header(ordered, metadata);
        if (header.Length > SafetensorsHeader.MaxBytes)
            throw new ArgumentException($"The header would take {header.Length} bytes; a reader takes {SafetensorsHeader.MaxBytes}.", nameof(tensors));
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            foreach (TensorSource tensor in ordered)
                tensor.WriteTo(stream);
        });
    }

    private static byte[] Header(TensorSource[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(SafetensorsHeader.PrefixBytes), 0);
        buffer.Advance(SafetensorsHeader.PrefixBytes);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json, metadata);
            WritePlaces(json, tensors);
            json.WriteEndObject();
        }

        int padding = (Alignment - buffer.WrittenCount % Alignment) % Alignment;
        byte[] header = [.. buffer.WrittenSpan, .. Enumerable.Repeat((byte)' ', padding)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - SafetensorsHeader.PrefixBytes));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
            return;
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WritePlaces(Utf8JsonWriter json, TensorSource[] tensors)
    {
        long offset = 0;
        foreach (TensorSource tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.ElementType.SafetensorsName());
            json.WriteStartArray("shape");
            foreach (long extent in tensor.Shape)
                json.WriteNumberValue(extent);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset = checked(offset + tensor.Length);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
