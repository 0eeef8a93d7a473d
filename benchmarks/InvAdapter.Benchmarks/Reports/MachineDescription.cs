using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Benchmarks.Reports;

/// <summary>What the numbers were measured on. Nothing in it names a person, a host or a folder.</summary>
internal sealed record MachineDescription
{
    public string OperatingSystem { get; init; } = RuntimeInformation.OSDescription;

    public string Architecture { get; init; } = RuntimeInformation.ProcessArchitecture.ToString();

    public string Processor { get; init; } = ProcessorName();

    public int LogicalProcessors { get; init; } = Environment.ProcessorCount;

    public string Vectors { get; init; } = VectorSupport();

    public double MemoryGibibytes { get; init; } = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30), 1);

    public string DotNet { get; init; } = RuntimeInformation.FrameworkDescription;

    public string OnnxRuntime { get; init; } = OrtEnv.Instance().GetVersionString();

    /// <summary>The library's version, with the commit that it was built from.</summary>
    public string InvAdapter { get; init; } =
        typeof(InvAdapterPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Processes that wanted to run when measuring began, where the system says so: above the number of processors, something else was running.</summary>
    public double? LoadBefore { get; init; } = Load();

    private static string ProcessorName()
    {
        const string Path = "/proc/cpuinfo";
        string? line = File.Exists(Path) ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }

    private static string VectorSupport() =>
        Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? "NEON" : "none known";

    private static double? Load()
    {
        const string Path = "/proc/loadavg";
        return File.Exists(Path) ? double.Parse(File.ReadAllText(Path).Split(' ')[0], CultureInfo.InvariantCulture) : null;
    }
}
