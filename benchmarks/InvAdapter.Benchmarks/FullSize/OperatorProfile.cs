using System.Globalization;
using System.Text.Json;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Where a session's runs spent their time, operator by operator, from the profile that ONNX Runtime writes.</summary>
internal static class OperatorProfile
{
    /// <summary>What comes to less than this in a call is left out of a table.</summary>
    private const double LeastMilliseconds = 5;

    private const string NodeSuffix = "_kernel_time";

    public static void Print(string title, IReadOnlyList<(string Operator, int Nodes, double Milliseconds)> operators)
    {
        Console.WriteLine();
        Console.WriteLine($"| {title} | nodes | ms |");
        Console.WriteLine("| --- | --: | --: |");
        foreach ((string kind, int nodes, double milliseconds) in operators.Where(kind => kind.Milliseconds >= LeastMilliseconds))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {kind} | {nodes} | {milliseconds:F0} |"));
    }

    /// <summary>Median milliseconds and number of nodes of each kind of operator, most expensive first.</summary>
    /// <param name="file">The profile; deleted.</param>
    /// <param name="runs">Which of the session's runs count.</param>
    public static IReadOnlyList<(string Operator, int Nodes, double Milliseconds)> Read(string file, Range runs)
    {
        var all = new List<Dictionary<string, (int Nodes, double Microseconds)>>();
        var current = new Dictionary<string, (int Nodes, double Microseconds)>();
        using (JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file)))
        {
            foreach (JsonElement item in document.RootElement.EnumerateArray())
            {
                string name = item.GetProperty("name").GetString()!;
                if (name == "model_run")
                {
                    all.Add(current);
                    current = [];
                }
                else if (name.EndsWith(NodeSuffix, StringComparison.Ordinal))
                {
                    string kind = item.GetProperty("args").GetProperty("op_name").GetString()!;
                    (int nodes, double time) = current.GetValueOrDefault(kind);
                    current[kind] = (nodes + 1, time + item.GetProperty("dur").GetDouble());
                }
            }
        }

        File.Delete(file);
        Dictionary<string, (int Nodes, double Microseconds)>[] counted = [.. all.Take(runs)];
        return
        [
            .. counted[0]
                .Select(pair => (pair.Key, pair.Value.Nodes, Median.Of([.. counted.Select(run => run[pair.Key].Microseconds)]) / 1000))
                .OrderByDescending(kind => kind.Item3),
        ];
    }
}
