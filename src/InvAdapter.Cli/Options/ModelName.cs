using InvAdapter.TinyFaces;

namespace InvAdapter.Cli;

/// <summary>What may stand for a model: a folder, or the name of the one that comes with the tool.</summary>
internal static class ModelName
{
    /// <summary>The folder that is meant, and whether it is the tool's own. A folder that is there wins over the name.</summary>
    public static (string Folder, bool IsTinyFaces) Resolve(string text) => text == TinyFacesModel.Name && !Directory.Exists(text)
        ? (TinyFacesModel.Folder, true)
        : (text, false);
}
