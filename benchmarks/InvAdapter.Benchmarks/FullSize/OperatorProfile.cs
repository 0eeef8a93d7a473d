using System.Globalization;
using System.Text.Json;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Where a session's runs spent their time, operator by operator, from the profile that ONNX Runtime writes.</summary>
internal static class OperatorProfile
{
    /// <summary>What comes to less than this in a call is left out of a table.</summary>
    private const double LeastMilliseconds = 5;

    private const string RunName = "model_run";
    private const string NodeSuffix = "_kernel_time";

    /// <summary>Writes a Markdown table.</summary>
    public static void Print(string title, IEnumerable<OperatorTime> operators)
    {
        Console.WriteLine();
        Console.WriteLine($"| {title} | nodes | ms |");
        Console.WriteLine("| --- | --: | --: |");
        foreach (OperatorTime row in operators.Where(row => row.Milliseconds >= LeastMilliseconds))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Operator} | {row.Nodes} | {row.Milliseconds:F0} |"));
    }

    /// <summary>Median times of each kind of operator, most expensive first.</summary>
    /// <param name="file">The profile.</param>
    /// <param name="runs">Which of the session's runs count.</param>
    public static IReadOnlyList<OperatorTime> Read(string file, Range runs)
    {
        Dictionary<string, OperatorTime>[] counted = [.. Runs(file).Take(runs)];
        return
        [
            .. counted[0].Values
                .Select(kind => kind with { Milliseconds = Median.Of([.. counted.Select(run => run[kind.Operator].Milliseconds)]) })
                .OrderByDescending(kind => kind.Milliseconds),
        ];
    }

    private static List<Dictionary<string, OperatorTime>> Runs(string file)
    {
        var runs = new List<Dictionary<string, OperatorTime>>();
        var current = new Dictionary<string, OperatorTime>();
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (JsonElement item in document.RootElement.EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            if (name == RunName)
            {
                runs.Add(current);
                current = [];
            }
            else if (name.EndsWith(NodeSuffix, StringComparison.Ordinal))
            {
                string kind = item.GetProperty("args").GetProperty("op_name").GetString()!;

                // A branch's time is that of its nodes, which are recorded by themselves.
                if (kind == "If")
                    continue;
                OperatorTime sum = current.GetValueOrDefault(kind);
                current[kind] = new OperatorTime(kind, sum.Nodes + 1, sum.Milliseconds + item.GetProperty("dur").GetDouble() / 1000);
            }
        }

        return runs;
    }
}

/// <summary>What one kind of operator took in a run.</summary>
/// <param name="Operator">The kind.</param>
/// <param name="Nodes">How many nodes are of it.</param>
/// <param name="Milliseconds">Time of all of them.</param>
internal readonly record struct OperatorTime(string Operator, int Nodes, double Milliseconds);
