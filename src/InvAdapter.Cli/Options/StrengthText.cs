using InvAdapter.Adapters;

namespace InvAdapter.Cli;

/// <summary>
/// Strengths on the command line: <c>X</c> throughout, <c>X:Y</c> from X at the first step to Y at the last, and <c>…@START-END</c>
/// within a part of the run only, 0 for its first step and 1 for its last. So <c>1:0.4@0-0.8</c>.
/// </summary>
internal static class StrengthText
{
    private const string Forms = "use X, X:Y or X:Y@START-END, as in 0.8, 1:0.4 or 1:0.4@0-0.8.";

    public static StrengthSchedule? Parse(string text)
    {
        string[] parts = text.Split('@');
        string[] values = parts[0].Split(':');
        string[] range = parts.Length > 1 ? parts[1].Split('-') : ["0", "1"];
        if (parts.Length > 2 || values.Length > 2 || range.Length != 2)
            throw new FormatException(Forms);
        var schedule = new StrengthSchedule
        {
            From = OptionOf.Number(values[0]),
            To = OptionOf.Number(values[^1]),
            Start = OptionOf.Number(range[0]),
            End = OptionOf.Number(range[1]),
        };
        return schedule.Start <= schedule.End ? schedule : throw new FormatException("START must not be behind END.");
    }
}
