using BenchmarkDotNet.Attributes;
using InvAdapter.Features;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Requests that are made at once of one pipeline, as a server has them: eight images of ten guided steps, decoding included; each benchmark is one image.</summary>
[MemoryDiagnoser]
public class ParallelBenchmarks
{
    private const int Images = 8;

    private BenchmarkModel _model = null!;
    private Identity _identity = null!;

    /// <summary>How many requests are under way at most.</summary>
    [Params(1, 2, 4, 8)]
    public int AtOnce { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        // The pool would add the threads that wait here one by one.
        ThreadPool.SetMinThreads(2 * Images, 1);
        _model = BenchmarkModel.Open();
        _identity = _model.Enroll(new EnrollmentOptions { Steps = 10 });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _identity.Dispose();
        _model.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Images)]
    public void Requests() => Parallel.For(0, Images, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, Generate);

    private void Generate(int seed) => _model.Generate(new GenerationRequest(BenchmarkModel.Prompt) { Identity = _identity, Seeds = [seed], Steps = 10 });
}
