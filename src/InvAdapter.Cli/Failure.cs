using System.Text.Json.Serialization;

namespace InvAdapter.Cli;

/// <summary>An error as the tool tells it.</summary>
/// <param name="Kind">The cause, in one word for scripts.</param>
/// <param name="ExitCode">The exit code of that cause.</param>
/// <param name="Message">One line for people.</param>
internal sealed record Failure(string Kind, int ExitCode, string Message)
{
    /// <summary>Path of the file that doesn't hold what it should.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; private init; }

    /// <summary>The thing inside it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Item { get; private init; }

    /// <summary>What the thing should be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; private init; }

    /// <summary>What it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actual { get; private init; }

    /// <summary>Finds the cause of an error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isCancelled">Whether the user has asked to stop. Work that stops unasked is an error of ours.</param>
    public static Failure Of(Exception error, bool isCancelled) => error switch
    {
        OperationCanceledException when isCancelled => new("cancelled", ExitCodes.Cancelled, "cancelled."),
        UsageException => new("usage", ExitCodes.Usage, OneLine(error.Message)),
        ArgumentNullException => Unexpected(error),
        ArgumentException argument => new("usage", ExitCodes.Usage, Describe(argument)),
        InvalidFileException file => new("format", ExitCodes.Format, OneLine(error.Message))
        {
            File = file.File, Item = file.Item, Expected = file.Expected, Actual = file.Actual,
        },
        ExecutionProviderException => new("provider", ExitCodes.Provider, OneLine(error.Message)),
        IdentityMismatchException mismatch => new("mismatch", ExitCodes.Mismatch, OneLine(error.Message))
        {
            Expected = mismatch.Expected, Actual = mismatch.Actual,
        },
        InferenceException => new("inference", ExitCodes.Inference, OneLine(error.Message)),
        OutOfMemoryException => new("inference", ExitCodes.Inference, "There is not enough memory; try a smaller --size, or --batch 1."),
        IOException or UnauthorizedAccessException => new("file", ExitCodes.FileAccess, OneLine(error.Message)),
        _ => Unexpected(error),
    };

    private static Failure Unexpected(Exception error) =>
        new("unexpected", ExitCodes.Unexpected, $"{error.GetType().Name}: {OneLine(error.Message)} (--verbose shows where)");

    /// <summary>The framework appends the parameter's name and the value on lines of their own, in the words of code.</summary>
    private static string Describe(ArgumentException error)
    {
        string message = OneLine(error.Message.Split(" (Parameter '", 2)[0]);
        return error is ArgumentOutOfRangeException { ActualValue: { } value } ? $"{message.TrimEnd('.')}, not {value}." : message;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
