using System.Text;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public sealed class SafetensorsHostileFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int, string> BadHeaders { get; } = new()
    {
        // header, bytes of data, the item that the error must name
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "data section" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8.5]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "a" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "a" },
        { """{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}""", 4, "a" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "b" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "b" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "b" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "a" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "a" },
        { """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "a" },
        { """{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}""", 1, "a" },
        { """{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}""", 4, "a" },
        { """{"a":{"dtype":4,"shape":[1],"data_offsets":[0,4]}}""", 4, "a" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "a" },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""", 4, "a" },
        { """{"a":{"dtype":"F32","shape":[1]}}""", 4, "a" },
        { """{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""", 4, "a" },
        { """{"a":null}""", 0, "a" },
        { """{"a":[[[[[[[[[[[[]]]]]]]]]]]]}""", 0, "a" },
        { """{"a":{"dtype":"F32","shape":[[[[[[[[[[1]]]]]]]]]],"data_offsets":[0,4]}}""", 4, "a" },
        { """{"__metadata__":{"a":1}}""", 0, "__metadata__.a" },
        { """{"__metadata__":{"a":"1","a":"2"}}""", 0, "__metadata__.a" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "__metadata__" },
        { """{"__metadata__":"text"}""", 0, "__metadata__" },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "header" },
        { """{"a":{"dtype":"\udc00","shape":[1],"data_offsets":[0,4]}}""", 4, "a" },
        { """["a"]""", 0, "header" },
        { """{"a" """, 0, "header" },
        { """{} {}""", 0, "header" },
        { """{} // remark""", 0, "header" },
        { "", 0, "header" },
        { "\0\0\0\0", 0, "header" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(BadHeaders))]
    public void A_header_that_lies_is_refused_by_the_name_of_what_lies(string header, int dataBytes, string item)
    {
        string path = _folder.Write("bad.safetensors", SafetensorsBytes.Of(header, dataBytes));

        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path));

        Assert.Equal((path, item), (error.File, error.Item));
        Assert.NotEqual(error.Expected, error.Actual);
    }

    [Theory]
    [InlineData(0ul, "{}", "data section")]
    [InlineData(3ul, "{}", "header length")]
    [InlineData(100_000_001ul, "{}", "header length")]
    [InlineData(ulong.MaxValue, "{}", "header length")]
    [InlineData(1ul << 63, "{}", "header length")]
    [InlineData(1ul, "{}", "header")]
    public void A_wrong_header_length_is_refused(ulong length, string rest, string item)
    {
        string path = _folder.Write("bad.safetensors", SafetensorsBytes.WithLength(length, rest));

        // No header at all is bad JSON before it is a data section of another size.
        string named = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path)).Item;

        Assert.Equal(length == 0 ? "header" : item, named);
    }

    [Fact]
    public void Broken_utf8_is_refused()
    {
        byte[] header = [.. "{\"a"u8, 0xC3, .. "\":{}}"u8];
        string path = _folder.Write("bad.safetensors", SafetensorsBytes.Of(header));

        Assert.Equal("header", Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path)).Item);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_shorter_than_the_length_is_refused(int bytes)
    {
        string path = _folder.Write("short.safetensors", new byte[bytes]);

        var error = Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path));

        Assert.Equal(("file", $"{bytes} bytes long"), (error.Item, error.Actual));
    }

    [Fact]
    public void A_pointer_of_git_lfs_is_called_one()
    {
        string path = _folder.Write("lfs.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");

        Assert.Contains("Git LFS", Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_a_missing_file_are_told_apart()
    {
        Assert.Equal("path", Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(_folder.Path)).Item);
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(_folder.At("none.safetensors")));
        Assert.Throws<FileNotFoundException>(() => SafetensorsFile.Open(_folder.At("none/none.safetensors")));
    }

    [Fact]
    public void More_dimensions_than_any_tensor_has_are_refused()
    {
        string ones = string.Join(',', Enumerable.Repeat(1, 65));
        string path = _folder.Write("bad.safetensors", SafetensorsBytes.Of($$$"""{"a":{"dtype":"U8","shape":[{{{ones}}}],"data_offsets":[0,1]}}""", 1));

        Assert.Equal("a", Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path)).Item);
    }

    [Fact]
    public void A_long_name_makes_no_long_message()
    {
        string name = new('n', 1_000_000);
        string path = _folder.Write("bad.safetensors", SafetensorsBytes.Of($$$"""{"{{{name}}}":0}"""));

        Assert.InRange(Assert.Throws<InvalidFileException>(() => SafetensorsFile.Open(path)).Message.Length, 1, 1000);
    }

    [Fact]
    public void Damaged_headers_give_one_kind_of_error_and_no_large_allocation()
    {
        byte[] original = SafetensorsBytes.Of(
            """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}""", 32);
        int refused = 0;
        for (int seed = 0; seed < 4000; seed++)
        {
            byte[] bytes = Mutations.Of(original, seed);
            long before = GC.GetAllocatedBytesForCurrentThread();
            refused += Refused(bytes) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }

        // Most damage shows; some falls into numbers of the data or into free text, and is none.
        Assert.InRange(refused, 2500, 3999);
    }

    [Fact]
    public void Damaged_files_give_one_kind_of_error()
    {
        byte[] original = SafetensorsBytes.Of("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}""", 24);
        for (int seed = 0; seed < 2000; seed++)
        {
            string path = _folder.Write("mutant.safetensors", Mutations.Of(original, seed));
            try
            {
                using SafetensorsFile file = SafetensorsFile.Open(path);
                foreach (string name in file.Tensors.Keys)
                    file.ReadSingle(name);
            }
            catch (InvalidFileException e)
            {
                Assert.Equal(path, e.File);
            }
        }
    }

    private static bool Refused(byte[] bytes)
    {
        try
        {
            int length = SafetensorsHeader.ReadLength("mutant", bytes.AsSpan(0, Math.Min(8, bytes.Length)), bytes.Length);
            SafetensorsHeader.Parse("mutant", bytes.AsSpan(8, length), bytes.Length);
            return false;
        }
        catch (InvalidFileException e)
        {
            Assert.Equal("mutant", e.File);
            return true;
        }
    }
}
