namespace InvAdapter.Tests.Golden;

/// <summary>Finds the numbers of the Python implementations: the copy in this repository, ../shared/golden beside it, and INVADAPTER_GOLDEN.</summary>
public static class GoldenFolders
{
    /// <summary>The folder of golden files kept in this repository.</summary>
    public static string InRepository { get; } = Path.Combine(RepositoryRoot(), "tests", "golden");

    /// <summary>Every pipeline folder with golden numbers that this run can see.</summary>
    public static IReadOnlyList<string> Pipelines { get; } =
    [
        .. Roots().SelectMany(PipelinesUnder).Distinct(StringComparer.Ordinal)
    ];

    /// <summary>The pipeline folders that bring CLIP's vocabulary with them. None in a checkout that stands alone.</summary>
    public static IReadOnlyList<string> Tokenizers { get; } =
    [
        .. Pipelines.Where(folder => File.Exists(Path.Combine(folder, "tokenizer", "vocab.json")))
    ];

    /// <summary>The golden pipelines as theory data.</summary>
    public static IEnumerable<Xunit.TheoryDataRow<string>> PipelineRows => Pipelines.Select(folder => new Xunit.TheoryDataRow<string>(folder));

    private static IEnumerable<string> Roots()
    {
        yield return InRepository;
        string shared = Path.GetFullPath(Path.Combine(RepositoryRoot(), "..", "shared", "golden"));
        if (Directory.Exists(shared))
            yield return shared;

        string? extra = Environment.GetEnvironmentVariable("INVADAPTER_GOLDEN");
        foreach (string folder in (extra ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // A folder that was named and is not there must fail the run, not shrink it.
            yield return Directory.Exists(folder)
                ? Path.GetFullPath(folder)
                : throw new DirectoryNotFoundException($"INVADAPTER_GOLDEN names {folder}, which does not exist.");
        }
    }

    /// <summary>A root is a pipeline folder itself, or holds pipeline folders.</summary>
    private static IEnumerable<string> PipelinesUnder(string root) =>
        IsPipeline(root) ? [root] : Directory.GetDirectories(root).Where(IsPipeline).Order(StringComparer.Ordinal);

    private static bool IsPipeline(string folder) => File.Exists(Path.Combine(folder, "golden.safetensors"));

    private static string RepositoryRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "InvAdapter.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds InvAdapter.sln.");
    }
}
