namespace InvAdapter;

/// <summary>A file that InvAdapter was given does not hold what it should: truncated, malformed, or of another kind.</summary>
/// <remarks>Thrown before any large allocation is made for the file.</remarks>
public class InvalidFileException : InvAdapterException
{
    /// <summary>Creates the error for one item of one file.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="item">The thing inside it: a tensor, a key, the header.</param>
    /// <param name="expected">What it should be.</param>
    /// <param name="actual">What it is.</param>
    /// <param name="inner">The lower-level cause, where there is one.</param>
    public InvalidFileException(string file, string item, string expected, string actual, Exception? inner = null)
        : base($"{file}: {item} should be {expected}, but is {actual}.", inner)
    {
        File = file;
        Item = item;
        Expected = expected;
        Actual = actual;
    }

    /// <summary>Path of the file.</summary>
    public string File { get; }

    /// <summary>The thing inside the file: a tensor's name, a key, the header.</summary>
    public string Item { get; }

    /// <summary>What the item should be.</summary>
    public string Expected { get; }

    /// <summary>What the item is.</summary>
    public string Actual { get; }
}
