using System.Collections.Immutable;
using System.Text.RegularExpressions;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests;

/// <summary>Holds the layers: reads the <c>using</c> lines, the namespaces and the types of the core.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 300;

    /// <summary>Every folder of the core, lowest first; those on one line know nothing of each other.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> s_layers =
    [
        ["Errors"],
        ["Onnx", "Weights", "Imaging", "Configuration"],
        ["Runtime"],
        ["Graphs"],
        ["Models"],
        ["Scheduling"],
        ["Inversion"],
        ["Features"],
        ["Adapters"],
        ["Pipeline"],
        ["Quantization"],
    ];

    private static readonly string s_root = Path.GetFullPath(Path.Combine(GoldenFolders.InRepository, "..", ".."));
    private static readonly ImmutableArray<Type> s_types = [.. typeof(InvAdapterPipeline).Assembly.GetTypes().Where(type => !type.IsNested && type.Namespace is not null)];

    /// <summary>Every folder of the core.</summary>
    public static IEnumerable<TheoryDataRow<string>> Layers => s_layers.SelectMany(names => names).Select(name => new TheoryDataRow<string>(name));

    [Fact]
    public void Every_folder_is_a_layer() => Assert.Equal(
        s_layers.SelectMany(names => names).Order(StringComparer.Ordinal),
        Directory.GetDirectories(Core()).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_knows_only_those_below_it(string layer)
    {
        HashSet<string> below = [layer, .. s_layers.TakeWhile(names => !names.Contains(layer)).SelectMany(names => names)];
        foreach (string file in Files(Core(layer)))
        {
            foreach (string used in Known(file))
                Assert.True(below.Contains(used), $"{Path.GetRelativePath(s_root, file)} knows {used}.");
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Namespaces_follow_folders(string layer)
    {
        string expected = layer is "Errors" or "Pipeline" ? "namespace InvAdapter;" : $"namespace InvAdapter.{layer};";
        Assert.All(Files(Core(layer)), file => Assert.Contains(expected, File.ReadLines(file)));
    }

    [Theory]
    [InlineData("Microsoft.ML.OnnxRuntime", "Runtime")]
    [InlineData("Google.Protobuf", "Onnx", "Graphs", "Runtime")]
    public void A_library_is_seen_in_its_layers_only(string library, params string[] layers)
    {
        // Comments may name packages, code may not.
        string[] seen = [.. s_layers.SelectMany(names => names).Where(layer => Files(Core(layer)).Any(file => Code(file).Contains(library, StringComparison.Ordinal)))];
        Assert.NotEmpty(seen);
        Assert.Subset(layers.ToHashSet(), seen.ToHashSet());
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("benchmarks")]
    public void No_file_is_long(string folder)
    {
        string[] files = Files(Path.Combine(s_root, folder));
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= LongestFile, $"{Path.GetRelativePath(s_root, file)} has more than {LongestFile} lines."));
    }

    [Fact]
    public void A_file_has_one_public_type_and_its_name()
    {
        string[] files = Files(Path.Combine(s_root, "src"));
        int seen = 0;
        foreach (string file in files)
        {
            string[] names = [.. PublicType().Matches(Code(file)).Select(match => match.Groups[1].Value)];
            seen += names.Length;
            Assert.True(names.Length == 0 || (names.Length == 1 && names[0] == Path.GetFileNameWithoutExtension(file)), $"{Path.GetRelativePath(s_root, file)} declares {string.Join(", ", names)}.");
        }

        // Had the pattern missed some, this would say so.
        int core = s_types.Count(type => type.IsPublic);
        Assert.True(seen >= core, $"{seen} declarations were found of {core} public types in the core alone.");
    }

    /// <summary>The layers that a file names: by using one, by a qualified type, or by a type of the root namespace, which needs neither.</summary>
    private static HashSet<string> Known(string file)
    {
        string code = Code(file);
        var known = new HashSet<string>(UsingLine().Matches(code).Select(match => match.Groups[1].Value));
        foreach (Type type in s_types)
        {
            string layer = LayerOf(type);
            string name = type.Name.Split('`')[0];
            string text = type.Namespace == "InvAdapter" ? name : $"{type.Namespace!["InvAdapter.".Length..]}.{name}";
            if (code.Contains(text, StringComparison.Ordinal) && Regex.IsMatch(code, $@"(?<![\w.]){Regex.Escape(text)}\b"))
                known.Add(layer);
        }

        return known;
    }

    private static string LayerOf(Type type) => type.Namespace switch
    {
        "InvAdapter" => type.IsSubclassOf(typeof(Exception)) ? "Errors" : "Pipeline",
        { } name when name.StartsWith("InvAdapter.", StringComparison.Ordinal) => name.Split('.')[1],
        _ => "",
    };

    private static string Core(string layer = "") => Path.Combine(s_root, "src", "InvAdapter", layer);

    private static string[] Files(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal)
    ];

    /// <summary>A file without its comments and the contents of its strings.</summary>
    private static string Code(string file) => Text().Replace(Comment().Replace(File.ReadAllText(file), ""), "\"\"");

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?InvAdapter\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"^public [a-z ]*(?:class|record|record struct|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Text();
}
