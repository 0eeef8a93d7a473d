namespace InvAdapter.Training.Cli;

/// <summary>What the process ends with, by cause; where they mean the same, the numbers of the invadapter command.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int FileAccess = 3;
    public const int Format = 4;
    public const int LibTorch = 5;
    public const int Run = 6;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;

    public static int Of(Exception error) => error switch
    {
        OperationCanceledException => Cancelled,
        ArgumentException => Usage,
        InvalidFileException => Format,
        LibTorchException => LibTorch,
        Runs.TrainingRunException => Run,
        IOException or UnauthorizedAccessException => FileAccess,
        _ => Unexpected,
    };
}
