namespace InvAdapter;

/// <summary>A model folder, or a file in it, is not one that InvAdapter can run: a missing tensor, a wrong shape, an unsupported key.</summary>
public sealed class ModelFormatException : InvalidFileException
{
    /// <inheritdoc/>
    public ModelFormatException(string file, string item, string expected, string actual, Exception? inner = null)
        : base(file, item, expected, actual, inner)
    {
    }
}
