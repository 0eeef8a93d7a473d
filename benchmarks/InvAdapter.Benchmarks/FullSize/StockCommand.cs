using System.CommandLine;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>stock</c>: one UNet call of Stable Diffusion 1.5's size, PyTorch's own export and ours in turn, on the same latents with the same threads.</summary>
internal static class StockCommand
{
    public static Command Create()
    {
        var export = new Option<FileInfo>("--export") { Description = "The export's graph (.onnx); random weights are put beside a copy of it.", Required = true };
        var rounds = new Option<int>("--rounds") { Description = "Calls of each in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var threads = new Option<int>("--threads") { Description = "Threads of each; 0 for one a core." }.Between(0, 256);
        var operators = new Option<bool>("--operators") { Description = "Also say where both spend their time, operator by operator." };
        var folder = new Option<DirectoryInfo?>("--folder") { Description = "Where 5.5 GB may be written and are deleted again; the system's folder for temporary files by default.", HelpName = "FOLDER" };
        var command = new Command("stock", "Compare a UNet call with PyTorch's own export of Stable Diffusion 1.5's UNet, both with random weights.") { export, rounds, threads, operators, folder };
        command.SetAction((parsed, cancellation) =>
        {
            FileInfo graph = parsed.GetValue(export)!;
            if (!graph.Exists)
            {
                Console.Error.WriteLine($"{graph.FullName}: there is no such file.");
                return Task.FromResult(1);
            }

            string parent = parsed.GetValue(folder)?.FullName ?? Path.GetTempPath();
            string path = Directory.CreateDirectory(Path.Combine(parent, $"invadapter-stock-{Guid.NewGuid():N}")).FullName;
            try
            {
                if (!FolderRoom.Suffices(path, StockExport.WeightBytes + FullSizeModel.SizeInBytes(ElementType.Float16)))
                    return Task.FromResult(1);
                Run(graph.FullName, path, parsed.GetValue(rounds), parsed.GetValue(threads), parsed.GetValue(operators), cancellation);
                return Task.FromResult(0);
            }
            finally
            {
                Directory.Delete(path, recursive: true);
            }
        });
        return command;
    }

    private static void Run(string graph, string folder, int rounds, int threads, bool operators, CancellationToken cancellation)
    {
        MachineHeader.Print();
        FullSizeModel.Write(folder);
        using StockExport stock = StockExport.Load(StockExport.Write(graph, Directory.CreateDirectory(Path.Combine(folder, "stock")).FullName), threads, Profile("export"));
        ModelFolder model = ModelFolder.Open(folder, null);
        using WeightFolder weights = model.OpenUNetWeights();
        ExecutionProvider provider = ExecutionProvider.Cpu(threads);
        NetworkGraph network = UNetGraph.Build(model.UNet, weights, GraphTarget.For(provider, GraphPrecision.Float32));
        using UNet ours = UNet.Load(model.UNet, network, provider, Profile("own"));
        UNetCalls.Compare(
            ours.Configuration,
            rounds,
            cancellation,
            ("PyTorch's export", (query, _) => stock.Predict(query.Latents, query.Timestep, query.Text)),
            ("InvAdapter's graph", (query, prediction) => ours.Predict(query, prediction, cancellation)));
        if (!operators)
            return;

        (string theirs, string own) = (stock.EndProfile(), ours.EndProfile());
        for (int i = 0; i < UNetCalls.Sides.Count; i++)
        {
            // Before the measured runs of each side there is one that warms up.
            int first = (i * (1 + rounds)) + 1;
            Range measured = first..(first + rounds);
            OperatorProfile.Print($"PyTorch's export, {UNetCalls.Sides[i]}×{UNetCalls.Sides[i]}", OperatorProfile.Read(theirs, measured));
            OperatorProfile.Print($"InvAdapter's graph, {UNetCalls.Sides[i]}×{UNetCalls.Sides[i]}", OperatorProfile.Read(own, measured));
        }

        string? Profile(string name) => operators ? Path.Combine(folder, $"{name}-") : null;
    }
}
