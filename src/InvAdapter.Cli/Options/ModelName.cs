using InvAdapter.TinyFaces;

namespace InvAdapter.Cli;

/// <summary>What may stand for a model: a folder, or the name of the one that comes with the tool.</summary>
internal static class ModelName
{
    /// <summary>The folder that is meant, and whether it is the tool's own. A folder that happens to have the name is reached by a path, as in <c>./tiny-faces</c>.</summary>
    public static (string Folder, bool IsTinyFaces) Resolve(string text) => text == TinyFacesModel.Name
        ? (TinyFacesModel.Folder, true)
        : (text, false);
}
