namespace InvAdapter.Cli;

/// <summary>The command line asks for something that cannot be: contradicting options, a size that doesn't fit.</summary>
internal sealed class UsageException(string message) : Exception(message);
