using System.Text.Json.Serialization;

namespace InvAdapter.Cli;

/// <summary>What a command found or made. Its public properties are what <c>--json</c> prints.</summary>
internal abstract record CommandResult
{
    /// <summary>Exit code of a command that ran to its end.</summary>
    [JsonIgnore]
    public virtual int ExitCode => ExitCodes.Success;

    /// <summary>What was done in another way than asked.</summary>
    [JsonPropertyOrder(100)]
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Writes it for people.</summary>
    public abstract void WriteText(TextWriter output);
}
