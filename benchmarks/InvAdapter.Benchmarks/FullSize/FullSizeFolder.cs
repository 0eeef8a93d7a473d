using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>A folder for a full-size model: an earlier one, an empty one of the user's, or a temporary one. A model that was not there before is deleted again.</summary>
internal sealed class FullSizeFolder : IDisposable
{
    private readonly bool _keep;

    private FullSizeFolder(string path, bool isNew, bool keep) => (Path, IsNew, _keep) = (path, isNew, keep);

    /// <summary>Where it is, without a separator at the end.</summary>
    public string Path { get; }

    /// <summary>Whether the model is still to be written.</summary>
    public bool IsNew { get; }

    /// <summary>Finds or makes the folder.</summary>
    /// <param name="folder">Where; a temporary folder where null.</param>
    /// <param name="type">What the model's weights are stored as.</param>
    /// <param name="keep">Whether a new model stays.</param>
    /// <returns>Null where it can't be used, which the error stream says.</returns>
    public static FullSizeFolder? Open(DirectoryInfo? folder, ElementType type, bool keep)
    {
        string path = System.IO.Path.TrimEndingDirectorySeparator(folder?.FullName ?? Directory.CreateTempSubdirectory("invadapter-full-size-").FullName);
        bool isNew = !File.Exists(System.IO.Path.Combine(path, "model_index.json"));
        if (isNew && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            Console.Error.WriteLine($"{path} holds something else than a model. Choose a folder that is empty or not there yet.");
            return null;
        }

        Directory.CreateDirectory(path);
        var opened = new FullSizeFolder(path, isNew, keep);
        if (!isNew || FolderRoom.Suffices(path, FullSizeModel.SizeInBytes(type)))
            return opened;
        opened.Dispose();
        return null;
    }

    public void Dispose()
    {
        if (IsNew && !_keep)
            Directory.Delete(Path, recursive: true);
    }
}
