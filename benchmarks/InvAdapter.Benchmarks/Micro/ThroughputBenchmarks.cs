using BenchmarkDotNet.Attributes;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>One request of several images; 60 s over the mean is images a minute.</summary>
[MemoryDiagnoser]
public class ThroughputBenchmarks : GenerationBenchmarks
{
    private static readonly long[] s_seeds = [.. Enumerable.Range(0, Images)];

    [Benchmark(Baseline = true, OperationsPerInvoke = Images)]
    public int Plain() => Generate(s_seeds, person: false);

    [Benchmark(OperationsPerInvoke = Images)]
    public int WithIdentity() => Generate(s_seeds);

    [Benchmark(OperationsPerInvoke = Images)]
    public int WithIdentityInBatches() => Generate(s_seeds, batch: Images);
}
