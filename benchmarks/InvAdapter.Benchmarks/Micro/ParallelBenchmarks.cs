using BenchmarkDotNet.Attributes;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Requests of one image each that are made at once of one pipeline, as a server has them; 60 s over the mean is images a minute.</summary>
[MemoryDiagnoser]
public class ParallelBenchmarks : GenerationBenchmarks
{
    /// <summary>How many requests are under way at most.</summary>
    [Params(1, 2, 4, 8)]
    public int AtOnce { get; set; }

    [Benchmark(OperationsPerInvoke = Images)]
    public void Requests() => Parallel.For(0L, Images, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, seed => Generate([seed]));
}
