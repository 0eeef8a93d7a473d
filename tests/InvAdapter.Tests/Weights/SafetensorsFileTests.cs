using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_are_where_the_header_says()
    {
        byte[] bytes = SafetensorsBytes.Of(
            """{"b":{"dtype":"U8","shape":[3],"data_offsets":[4,7]},"__metadata__":{"k":"v"},"a":{"shape":[],"data_offsets":[0,4],"dtype":"I32"}}   """, 7);
        string path = _folder.Write("a.safetensors", bytes);

        using SafetensorsFile file = SafetensorsFile.Open(path);

        TensorInfo b = file.Tensors["b"];
        Assert.Equal((path, ElementType.UInt8, 3L, bytes.Length - 3L), (b.File, b.ElementType, b.Length, b.Offset));
        Assert.Equal([3L], b.Shape);
        Assert.Equal([4, 5, 6], file.Bytes(b).ToArray());
        Assert.Equal(1, file.Tensors["a"].ElementCount);
        Assert.Equal([0x03020100L], file.ReadInt64("a"));
        Assert.Equal("v", file.Metadata["k"]);
        Assert.Equal("b U8 [3]", b.ToString());
    }

    [Fact]
    public void A_file_without_tensors_is_one()
    {
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Write("a.safetensors", SafetensorsBytes.Of("{}")));

        Assert.Empty(file.Tensors);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void A_tensor_may_be_empty()
    {
        byte[] bytes = SafetensorsBytes.Of("""{"a":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}""");
        using SafetensorsFile file = SafetensorsFile.Open(_folder.Write("a.safetensors", bytes));

        Assert.Empty(file.ReadSingle("a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Every_type_is_read_at_every_alignment(int shift)
    {
        // 1100 elements: more than one block, and a rest that fills no vector.
        const int Count = 1100;
        var types = new (ElementType Type, Func<int, byte[]> Bytes)[]
        {
            (ElementType.Float64, i => BitConverter.GetBytes((double)(i - 550))),
            (ElementType.Float32, i => BitConverter.GetBytes((float)(i - 550))),
            (ElementType.Float16, i => BitConverter.GetBytes((Half)(i - 550))),
            (ElementType.Int64, i => BitConverter.GetBytes((long)(i - 550))),
            (ElementType.Int32, i => BitConverter.GetBytes(i - 550)),
        };
        foreach ((ElementType type, Func<int, byte[]> bytes) in types)
        {
            byte[] all = [.. Enumerable.Range(0, Count).SelectMany(bytes)];
            string header = $$$"""{"a":{"dtype":"{{{type.SafetensorsName()}}}","shape":[{{{Count}}}],"data_offsets":[0,{{{all.Length}}}]}}""";
            byte[] file = SafetensorsBytes.Of(header + new string(' ', (8 - (header.Length & 7)) % 8 + shift), all.Length);
            all.CopyTo(file.AsSpan(file.Length - all.Length));
            using SafetensorsFile open = SafetensorsFile.Open(_folder.Write($"{type}.safetensors", file));

            Assert.Equal(shift, open.Tensors["a"].Offset % 8);
            Assert.Equal(Enumerable.Range(0, Count).Select(i => (float)(i - 550)), open.ReadSingle("a"));
        }
    }

    [Fact]
    public void Small_types_keep_their_signs_and_true_is_one()
    {
        string path = _folder.At("a.safetensors");
        SafetensorsWriter.Write(path,
        [
            TensorSource.FromBytes("i8", ElementType.Int8, [3], new byte[] { 0x80, 0xFF, 0x7F }),
            TensorSource.FromBytes("u8", ElementType.UInt8, [3], new byte[] { 0x80, 0xFF, 0x7F }),
            TensorSource.FromBytes("bool", ElementType.Bool, [3], new byte[] { 0, 1, 2 }),
        ]);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal([-128f, -1, 127], file.ReadSingle("i8"));
        Assert.Equal([128f, 255, 127], file.ReadSingle("u8"));
        Assert.Equal([0f, 1, 1], file.ReadSingle("bool"));
        Assert.Equal([-128L, -1, 127], file.ReadInt64("i8"));
        Assert.Equal([0L, 1, 1], file.ReadInt64("bool"));
    }

    [Fact]
    public void A_bfloat16_is_the_upper_half_of_a_float()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(i => (ushort)i)];
        string path = _folder.At("a.safetensors");
        SafetensorsWriter.Write(path, [TensorSource.FromBytes("a", ElementType.BFloat16, [65536], all.SelectMany(BitConverter.GetBytes).ToArray())]);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal(all.Select(v => (uint)v << 16), file.ReadSingle("a").Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void What_is_asked_wrongly_is_named()
    {
        string path = _folder.At("a.safetensors");
        SafetensorsWriter.Write(path, [TensorSource.FromSingle("a", new float[4], [2, 2])]);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using SafetensorsFile other = SafetensorsFile.Open(path);

        Assert.Equal("b", Assert.Throws<InvalidFileException>(() => file.ReadSingle("b")).Item);
        Assert.Equal("a", Assert.Throws<InvalidFileException>(() => file.ReadInt64("a")).Item);
        Assert.Throws<ArgumentException>("destination", () => file.ReadSingle("a", new float[3]));
        Assert.Throws<ArgumentException>("tensor", () => file.Bytes(other.Tensors["a"]).Length);
    }

    [Fact]
    public void Nothing_is_read_after_disposal_and_the_map_is_gone()
    {
        string path = _folder.At("mapped.safetensors");
        SafetensorsWriter.Write(path, [TensorSource.FromSingle("a", new float[4], [2, 2])]);
        SafetensorsFile file = SafetensorsFile.Open(path);
        TensorInfo tensor = file.Tensors["a"];
        Assert.True(IsMapped(path));

        file.Dispose();
        file.Dispose();

        Assert.False(IsMapped(path));
        Assert.Throws<ObjectDisposedException>(() => file.Tensors);
        Assert.Throws<ObjectDisposedException>(() => file.Metadata);
        Assert.Throws<ObjectDisposedException>(() => file.Bytes(tensor).Length);
        Assert.Throws<ObjectDisposedException>(() => file.Bytes("a").Length);
        Assert.Throws<ObjectDisposedException>(() => file.ReadSingle("a"));
        Assert.Throws<ObjectDisposedException>(() => file.ReadInt64("a"));
    }

    [Fact]
    public void A_refused_file_is_not_kept()
    {
        string path = _folder.Write("refused.safetensors", SafetensorsBytes.Of("{", 100));

        Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path));

        Assert.False(IsMapped(path));
        using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>Linux lists a process's maps. Elsewhere an open map keeps the file from being opened for writing alone.</summary>
    private static bool IsMapped(string path)
    {
        if (OperatingSystem.IsLinux())
            return File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);
        try
        {
            using FileStream alone = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
