using CsCheck;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public sealed class SafetensorsWriterTests : IDisposable
{
    private static readonly Gen<(ElementType Type, long[] Shape, string Name)> Descriptions =
        Gen.Select(Gen.Enum<ElementType>(), Gen.Long[0, 5].Array[0, 4], Gen.String[1, 12]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_set_of_tensors_comes_back_as_it_was()
    {
        Gen.Select(Descriptions.Array[0, 8], Gen.Int).Sample(
            (descriptions, seed) =>
            {
                using var folder = new TemporaryFolder();
                var random = new Random(seed);
                var kept = new Dictionary<string, (TensorSource Source, byte[] Bytes)>(StringComparer.Ordinal);
                foreach ((ElementType type, long[] shape, string name) in descriptions)
                {
                    var bytes = new byte[shape.Aggregate(1L, (a, b) => a * b) * type.SizeInBytes()];
                    random.NextBytes(bytes);
                    kept[name] = (TensorSource.FromBytes(name, type, shape, bytes), bytes);
                }

                string path = folder.At("a.safetensors");
                SafetensorsWriter.Write(path, kept.Values.Select(k => k.Source), new Dictionary<string, string> { ["écrit"] = "par \"nous\"" });
                using SafetensorsFile file = SafetensorsFile.Open(path);

                Assert.Equal("par \"nous\"", file.Metadata["écrit"]);
                Assert.Equal(kept.Keys.Order(), file.Tensors.Keys.Order());
                foreach ((string name, (TensorSource source, byte[] bytes)) in kept)
                {
                    TensorInfo tensor = file.Tensors[name];
                    Assert.Equal(source.ElementType, tensor.ElementType);
                    Assert.Equal(source.Shape, tensor.Shape);
                    Assert.Equal(bytes, file.Bytes(tensor).ToArray());
                    Assert.Equal(0, tensor.Offset % tensor.ElementType.SizeInBytes());
                }
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void The_data_section_is_aligned()
    {
        for (int length = 1; length < 70; length++)
        {
            string path = _folder.At("a.safetensors");
            SafetensorsWriter.Write(path, [TensorSource.FromInt64(new string('n', length), new long[] { 1, -1 }, [2])]);
            using SafetensorsFile file = SafetensorsFile.Open(path);
            Assert.Equal(0, file.Tensors.Values.Single().Offset % 64);
        }
    }

    [Fact]
    public void Half_precision_is_rounded_to_nearest_and_bfloat16_too()
    {
        // 1 + 2^-11 is halfway between two halves; 1 + 2^-8 between two bfloat16s: ties go to the even one.
        float[] values = [1 + 1 / 2048f, 1 + 3 / 2048f, 1 + 1 / 256f, 1 + 3 / 256f, float.NaN, float.PositiveInfinity, -0f, 3.3895314e38f];
        string path = _folder.At("a.safetensors");
        SafetensorsWriter.Write(path,
        [
            TensorSource.FromSingle("half", values, [8], ElementType.Float16),
            TensorSource.FromSingle("brain", values, [8], ElementType.BFloat16),
        ]);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal(values.Select(v => (float)(Half)v), file.ReadSingle("half"));
        Assert.Equal([1f, 1f, 1f, 1.015625f, float.NaN, float.PositiveInfinity, -0f, 3.3895314e38f], file.ReadSingle("brain"));
        Assert.True(float.IsNegative(file.ReadSingle("brain")[6]));
    }

    [Fact]
    public void A_source_may_write_in_pieces()
    {
        string path = _folder.At("a.safetensors");
        SafetensorsWriter.Write(path, [new TensorSource("a", ElementType.UInt8, [100_000], stream =>
        {
            for (int i = 0; i < 1000; i++)
                stream.Write(Enumerable.Repeat((byte)i, 100).ToArray());
        })]);
        using SafetensorsFile file = SafetensorsFile.Open(path);

        Assert.Equal(Enumerable.Range(0, 100_000).Select(i => (byte)(i / 100)), file.Bytes("a").ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_failing_source_leaves_the_old_file_and_no_other(int written)
    {
        string path = _folder.Write("a.safetensors", "old");
        var source = new TensorSource("bad", ElementType.UInt8, [4], stream =>
        {
            if (written < 0)
                throw new IOException("no more");
            stream.Write(new byte[written]);
        });

        Exception error = Assert.ThrowsAny<Exception>(() => SafetensorsWriter.Write(path, [source]));

        if (written < 0)
            Assert.IsType<IOException>(error);
        else
            Assert.StartsWith("bad: ", Assert.IsType<InvalidOperationException>(error).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void An_older_file_is_replaced()
    {
        string path = _folder.Write("a.safetensors", "old");

        SafetensorsWriter.Write(path, []);

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Empty(file.Tensors);
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_first()
    {
        Assert.Throws<ArgumentException>("name", () => new TensorSource("__metadata__", ElementType.Bool, [], _ => { }));
        Assert.Throws<ArgumentException>("shape", () => new TensorSource("a", ElementType.Bool, [-1], _ => { }));
        Assert.Throws<ArgumentException>("shape", () => new TensorSource("a", ElementType.Float64, [long.MaxValue, 2], _ => { }));
        Assert.Throws<ArgumentException>("values", () => TensorSource.FromSingle("a", new float[3], [2]));
        Assert.Throws<ArgumentException>("values", () => TensorSource.FromInt64("a", new long[3], [2]));
        Assert.Throws<ArgumentException>("bytes", () => TensorSource.FromBytes("a", ElementType.Int32, [1], new byte[3]));
        Assert.Throws<ArgumentOutOfRangeException>("storeAs", () => TensorSource.FromSingle("a", new float[2], [2], ElementType.Int8));

        TensorSource twice = TensorSource.FromInt64("a", new long[1], [1]);
        Assert.Throws<ArgumentException>("tensors", () => SafetensorsWriter.Write(_folder.At("a"), [twice, twice]));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
