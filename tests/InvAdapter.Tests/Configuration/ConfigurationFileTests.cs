using System.Text;
using CsCheck;
using InvAdapter.Configuration;
using Xunit;

namespace InvAdapter.Tests.Configuration;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Absence_and_null_are_the_same_everywhere()
    {
        foreach (string json in (string[])["{}", """{"k":null}"""])
        {
            ConfigurationFile file = Load(json);
            Assert.False(file.Has("k"));
            Assert.Null(file.Find("k"));
            Assert.Equal(3, file.Integer("k", 3));
            Assert.Equal(0.5, file.Number("k", 0.5));
            Assert.Equal(0.5, file.Positive("k", 0.5));
            Assert.True(file.Flag("k", true));
            Assert.Equal("x", file.Text("k", "x"));
            Assert.Null(file.Text("k"));
            Assert.Equal(2, file.Choice("k", 2, ("one", 1)));
            Assert.Equal([1], file.Integers("k", [1]));
            Assert.Equal([4, 4], file.PerLevel("k", 2, 4));
            Assert.Equal(["x"], file.Texts("k", ["x"]));
            Assert.Empty(file.Numbers("k", 0, 1));
            file.RequireAbsent("k");
            file.RequireOff("k");
            file.RequireText("k", "supported");
        }
    }

    [Fact]
    public void Values_are_read_as_they_are_written()
    {
        ConfigurationFile file = Load("""{"i":7,"n":-1e-5,"b":false,"t":"é\u00e9","l":[1,2],"s":["a","b"],"d":[0,0.5,1],"c":"two","off":[false,false]}""");

        Assert.Equal(7, file.Integer("i", 0));
        Assert.Equal(-1e-5, file.Number("n", 0));
        Assert.False(file.Flag("b", true));
        Assert.Equal("éé", file.Text("t"));
        Assert.Equal([1, 2], file.Integers("l", []));
        Assert.Equal([1, 2], file.PerLevel("l", 2, 0));
        Assert.Equal([7, 7, 7], file.PerLevel("i", 3, 0));
        Assert.Equal(["a", "b"], file.Texts("s", []));
        Assert.Equal([0, 0.5, 1], file.Numbers("d", 0, 1));
        Assert.Equal(2, file.Choice("c", 0, ("one", 1), ("two", 2)));
        file.RequireOff("b");
        file.RequireOff("off");
        file.RequireText("c", "two");
    }

    public static TheoryData<string, string, string> WrongValues { get; } = new()
    {
        // what is read, the value, the item that the error must name
        { "integer", "1.5", "k" },
        { "integer", "\"1\"", "k" },
        { "integer", "0", "k" },
        { "integer", "10000001", "k" },
        { "integer", "99999999999999999999", "k" },
        { "integer", "true", "k" },
        { "number", "1e400", "k" },
        { "number", "\"1\"", "k" },
        { "positive", "0", "k" },
        { "positive", "-1e-5", "k" },
        { "flag", "0", "k" },
        { "flag", "\"false\"", "k" },
        { "text", "1", "k" },
        { "text", "\"\\ud800\"", "k" },
        { "choice", "\"three\"", "k" },
        { "choice", "\"\"", "k" },
        { "choice", "1", "k" },
        { "integers", "1", "k" },
        { "integers", "[]", "k" },
        { "integers", "[1,2,3,4,5]", "k" },
        { "integers", "[1,0]", "k[1]" },
        { "per level", "[1]", "k" },
        { "per level", "{}", "k" },
        { "texts", "[\"a\",1]", "k[1]" },
        { "texts", "[\"\\udc00\"]", "k[0]" },
        { "texts", "\"a\"", "k" },
        { "numbers", "[0.5,2]", "k[1]" },
        { "numbers", "[\"x\"]", "k[0]" },
        { "numbers", "[]", "k" },
        { "off", "true", "k" },
        { "off", "\"false\"", "k" },
        { "off", "[false,true]", "k" },
        { "absent", "false", "k" },
        { "required text", "\"other\"", "k" },
    };

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_wrong_value_is_refused_by_file_key_and_value(string kind, string value, string item)
    {
        ConfigurationFile file = Load($$"""{"k":{{value}}}""");

        var error = Assert.Throws<ModelFormatException>(() => Read(file, kind));

        Assert.Equal((file.Path, item), (error.File, error.Item));
        Assert.NotEqual(error.Expected, error.Actual);
        if (item == "k" && kind != "per level")
            Assert.Equal(value, error.Actual);
    }

    [Theory]
    [InlineData("[]", "the content")]
    [InlineData("null", "the content")]
    [InlineData("", "the content")]
    [InlineData("{", "the content")]
    [InlineData("{} {}", "the content")]
    [InlineData("""{"a":1,}""", "the content")]
    [InlineData("""{"a":1 /* remark */}""", "the content")]
    [InlineData("""{"a":NaN}""", "the content")]
    [InlineData("""{"\ud800":1}""", "the content")]
    [InlineData("""{"a":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}""", "the content")]
    [InlineData("""{"a":1,"b":2,"a":1}""", "a")]
    [InlineData("""{"a":1,"\u0061":2}""", "a")]
    [InlineData("\0", "the content")]
    public void What_is_no_strict_JSON_object_is_refused(string json, string item)
    {
        string path = _folder.Write("config.json", json);
        var error = Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(path));
        Assert.Equal((path, item), (error.File, error.Item));
    }

    [Fact]
    public void Broken_UTF8_is_refused_and_a_byte_order_mark_is_not()
    {
        string path = _folder.Write("config.json", [.. "{\"a\":\""u8, 0xC3, .. "\"}"u8]);
        Assert.Equal("UTF-8 text", Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(path)).Expected);

        _folder.Write("config.json", [0xEF, 0xBB, 0xBF, .. "{\"a\":1}"u8]);
        Assert.Equal(1, ConfigurationFile.Load(path).Integer("a", 0));
    }

    [Fact]
    public void Missing_file_folder_and_giant_are_told_apart()
    {
        Assert.Equal("missing", Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(_folder.At("none.json"))).Actual);
        Assert.Equal("missing", Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(_folder.At("none/none.json"))).Actual);
        Assert.Equal("a folder", Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(_folder.Path)).Actual);

        using (FileStream file = File.Create(_folder.At("giant.json")))
            file.SetLength(1L << 40);
        Assert.Equal($"{1L << 40} bytes", Assert.Throws<ModelFormatException>(() => ConfigurationFile.Load(_folder.At("giant.json"))).Actual);
    }

    [Fact]
    public void Long_names_and_values_make_no_long_messages()
    {
        string giant = new('x', 1_000_000);
        Assert.InRange(Assert.Throws<ModelFormatException>(() => Load($$"""{"k":"{{giant}}"}""").Integer("k", 0)).Message.Length, 1, 1000);
        Assert.InRange(Assert.Throws<ModelFormatException>(() => Load($$"""{"{{giant}}":1,"{{giant}}":1}""")).Message.Length, 1, 1000);
    }

    [Fact]
    public void Any_text_survives_escaping() => Gen.String.Where(text => !text.Any(char.IsSurrogate)).Sample(
        text => Assert.Equal(text, Load($$"""{"k":{{System.Text.Json.JsonSerializer.Serialize(text)}}}""").Text("k")), iter: 200, threads: 1);

    private static object? Read(ConfigurationFile file, string kind)
    {
        switch (kind)
        {
            case "integer": return file.Integer("k", 1);
            case "number": return file.Number("k", 1);
            case "positive": return file.Positive("k", 1);
            case "flag": return file.Flag("k", true);
            case "text": return file.Text("k");
            case "choice": return file.Choice("k", 1, ("one", 1), ("two", 2));
            case "integers": return file.Integers("k", [], maximumCount: 4);
            case "per level": return file.PerLevel("k", 2, 1);
            case "texts": return file.Texts("k", []);
            case "numbers": return file.Numbers("k", 0, 1);
            case "off": file.RequireOff("k"); return null;
            case "absent": file.RequireAbsent("k"); return null;
            case "required text": file.RequireText("k", "supported"); return null;
            default: throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such reader.");
        }
    }

    private ConfigurationFile Load(string json) => ConfigurationFile.Load(_folder.Write("config.json", Encoding.UTF8.GetBytes(json)));
}
