using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace InvAdapter.Weights;

/// <summary>Reads and checks the header of a safetensors file: 8 bytes of length, then JSON that names every tensor's place.</summary>
/// <remarks>
/// The rules are the reference implementation's: at most 100 MB of header, and tensors that cover the data section
/// from its first byte to its last, without overlap and without holes, so that a file cannot be two formats at once.
/// </remarks>
internal sealed class SafetensorsHeader
{
    public const long MaxBytes = 100_000_000;

    /// <summary>Bytes of the length that comes before the JSON.</summary>
    public const int PrefixBytes = 8;

    public const string MetadataKey = "__metadata__";

    private const int MaxDepth = 8;

    private readonly string _file;
    private readonly long _dataStart;
    private readonly long _dataLength;
    private bool _hasMetadata;

    private SafetensorsHeader(string file, long dataStart, long fileLength)
    {
        _file = file;
        _dataStart = dataStart;
        _dataLength = fileLength - dataStart;
    }

    public Dictionary<string, TensorInfo> Tensors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The JSON's length as the first 8 bytes tell it, checked against the file's.</summary>
    public static int ReadLength(string file, ReadOnlySpan<byte> prefix, long fileLength)
    {
        if (prefix.Length < PrefixBytes)
            throw new InvalidFileException(file, "file", "a safetensors file of 8 bytes or more", $"{fileLength} bytes long");
        if (prefix.StartsWith("version "u8))
            throw new InvalidFileException(file, "file", "a safetensors file", "a Git LFS pointer; fetch the file itself (git lfs pull)");

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxBytes)
            throw new InvalidFileException(file, "header length", $"at most {MaxBytes} bytes", $"{length}");
        if ((long)length > fileLength - PrefixBytes)
            throw new InvalidFileException(file, "header length", $"at most the {fileLength - PrefixBytes} bytes that follow it", $"{length}");
        return (int)length;
    }

    /// <summary>Reads the JSON of a file whose whole length is known.</summary>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> json, long fileLength)
    {
        if (!Utf8.IsValid(json))
            throw new InvalidFileException(file, "header", "UTF-8 text", "not");
        var header = new SafetensorsHeader(file, PrefixBytes + json.Length, fileLength);
        var reader = new JsonText(file, "header", json, MaxDepth);
        header.ReadRoot(ref reader);
        header.CheckCoverage();
        return header;
    }

    private void ReadRoot(ref JsonText reader)
    {
        reader.Enter("header", JsonTokenType.StartObject);
        while (reader.NextKey("header", out string key))
        {
            if (key == MetadataKey)
                ReadMetadata(ref reader);
            else if (!Tensors.TryAdd(key, ReadTensor(ref reader, key)))
                throw Invalid(key, "named once", "named twice");
        }

        reader.End();
    }

    private void ReadMetadata(ref JsonText reader)
    {
        if (_hasMetadata)
            throw Invalid(MetadataKey, "there once", "there twice");
        _hasMetadata = true;
        reader.Enter(MetadataKey, JsonTokenType.StartObject);
        while (reader.NextKey(MetadataKey, out string key))
        {
            if (!Metadata.TryAdd(key, reader.String($"{MetadataKey}.{key}")))
                throw Invalid($"{MetadataKey}.{key}", "there once", "there twice");
        }
    }

    private TensorInfo ReadTensor(ref JsonText reader, string name)
    {
        ElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        reader.Enter(name, JsonTokenType.StartObject);
        while (reader.NextKey(name, out string key))
        {
            bool again = key switch
            {
                "dtype" => type is not null,
                "shape" => shape is not null,
                "data_offsets" => offsets is not null,
                _ => throw Invalid(name, "described by dtype, shape and data_offsets", $"described by '{JsonText.Clip(key)}' too"),
            };
            if (again)
                throw Invalid(name, $"described by one {key}", "described by two");
            if (key == "dtype")
                type = ReadType(ref reader, name);
            else if (key == "shape")
                shape = reader.Counts(name, TensorShape.MaxRank);
            else
                offsets = reader.Counts(name, 2);
        }

        if (type is null || shape is null || offsets is null)
            throw Invalid(name, "described by dtype, shape and data_offsets", "described by fewer");
        return Place(name, type.Value, shape, offsets);
    }

    private ElementType ReadType(ref JsonText reader, string name)
    {
        string text = reader.String(name);
        return ElementTypeExtensions.Parse(text)
            ?? throw Invalid(name, $"of type {ElementTypeExtensions.KnownNames}", $"of type {JsonText.Clip(text)}");
    }

    private TensorInfo Place(string name, ElementType type, long[] shape, long[] offsets)
    {
        if (offsets.Length != 2)
            throw Invalid(name, "placed by two data_offsets", $"placed by {offsets.Length}");
        (long begin, long end) = (offsets[0], offsets[1]);
        if (begin > end || end > _dataLength)
            throw Invalid(name, $"within the {_dataLength} bytes of data", $"at {begin} to {end}");
        if (TensorShape.TryByteCount(shape, type) is not long bytes)
            throw Invalid(name, "of a size that can be counted", $"of shape {TensorShape.Format(shape)}");
        if (bytes != end - begin)
            throw Invalid(name, $"{bytes} bytes long, as {type.SafetensorsName()} {TensorShape.Format(shape)} is", $"{end - begin} bytes long");
        return new TensorInfo(name, type, [.. shape], _file, _dataStart + begin, bytes);
    }

    private void CheckCoverage()
    {
        long expected = _dataStart;
        foreach (TensorInfo tensor in Tensors.Values.OrderBy(t => t.Offset).ThenBy(t => t.Length))
        {
            if (tensor.Offset != expected)
            {
                string kind = tensor.Offset < expected ? "overlapping it, at" : "after a hole, at";
                throw Invalid(tensor.Name, $"right after the tensor before it, at data byte {expected - _dataStart}", $"{kind} {tensor.Offset - _dataStart}");
            }

            expected += tensor.Length;
        }

        if (expected != _dataStart + _dataLength)
            throw Invalid("data section", $"{expected - _dataStart} bytes, as its tensors are", $"{_dataLength} bytes");
    }

    private InvalidFileException Invalid(string item, string expected, string actual) =>
        new(_file, JsonText.Clip(item), expected, actual);
}
