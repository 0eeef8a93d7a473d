namespace InvAdapter.Cli;

/// <summary>What the process ends with, by cause. Listed in docs/cli.md.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int FileAccess = 3;
    public const int Format = 4;
    public const int Provider = 5;
    public const int Mismatch = 6;
    public const int Inference = 7;

    /// <summary>128 + SIGINT, as shells have it.</summary>
    public const int Cancelled = 130;
}
