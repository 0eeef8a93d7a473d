using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>A folder for a full-size model: the user's, with the model that lies in it already where one does, or a temporary one. What was not there before is deleted again.</summary>
internal sealed class FullSizeFolder : IDisposable
{
    private readonly bool _keep;

    private FullSizeFolder(string path, bool isNew, bool keep) => (Path, IsNew, _keep) = (path, isNew, keep);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Whether the model is still to be written.</summary>
    public bool IsNew { get; }

    /// <summary>Finds or makes the folder.</summary>
    /// <param name="folder">Where; a temporary folder where null.</param>
    /// <param name="type">What the model's weights are stored as.</param>
    /// <param name="keep">Whether a new model stays.</param>
    /// <param name="more">Bytes that will be written beside the model.</param>
    /// <returns>Null where the disk has no room, which the error stream says.</returns>
    public static FullSizeFolder? Open(DirectoryInfo? folder, ElementType type, bool keep, long more = 0)
    {
        string path = folder?.FullName ?? Directory.CreateTempSubdirectory("invadapter-full-size-").FullName;
        bool isNew = !File.Exists(System.IO.Path.Combine(path, "model_index.json"));
        Directory.CreateDirectory(path);
        var opened = new FullSizeFolder(path, isNew, keep);
        if (FolderRoom.Suffices(path, more + (isNew ? FullSizeModel.SizeInBytes(type) : 0)))
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
