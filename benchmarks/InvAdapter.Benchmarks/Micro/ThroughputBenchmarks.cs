using BenchmarkDotNet.Attributes;
using InvAdapter.Features;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Whole images of ten guided steps, decoding included; each benchmark is one image, so 60 s over the mean is images a minute.</summary>
[MemoryDiagnoser]
public class ThroughputBenchmarks
{
    private const int Images = 8;

    private BenchmarkModel _model = null!;
    private Identity _identity = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = BenchmarkModel.Open();
        _identity = _model.Enroll(new EnrollmentOptions { Steps = 10 });
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _identity.Dispose();
        _model.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Images)]
    public int Plain() => Generate(null, 1);

    [Benchmark(OperationsPerInvoke = Images)]
    public int WithIdentity() => Generate(_identity, 1);

    [Benchmark(OperationsPerInvoke = Images)]
    public int WithIdentityInBatches() => Generate(_identity, Images);

    private int Generate(Identity? identity, int batch) => _model.Generate(new GenerationRequest(BenchmarkModel.Prompt)
    {
        Identity = identity,
        Seeds = [.. Enumerable.Range(0, Images).Select(seed => (long)seed)],
        Steps = 10,
        BatchSize = batch,
    }).Images.Length;
}
