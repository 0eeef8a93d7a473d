namespace InvAdapter.Benchmarks.Reports;

/// <summary>What tables are headed by: the machine, the versions and the machine's measured peaks.</summary>
internal static class MachineHeader
{
    private const int PeakRounds = 10;

    public static void Print()
    {
        var machine = new MachineDescription();
        var peaks = MachinePeaks.Measure(PeakRounds);
        Console.WriteLine($"{machine.Processor}, {machine.LogicalProcessors} logical processors, {machine.Vectors}, {machine.MemoryGibibytes:F1} GiB, load before measuring {machine.LoadBefore:F1}");
        Console.WriteLine($"InvAdapter {machine.InvAdapter}, ONNX Runtime {machine.OnnxRuntime}, {machine.DotNet}");
        Console.WriteLine($"peaks in float32: matrix products {peaks.MatMul:F0} GFLOP/s, 3×3 convolutions {peaks.Convolution:F0} GFLOP/s");
    }
}
