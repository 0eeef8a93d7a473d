using BenchmarkDotNet.Attributes;
using InvAdapter.Models;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>What an identity costs a UNet call, and what projecting its features costs once for each timestep.</summary>
[MemoryDiagnoser]
public class AdapterBenchmarks
{
    private AdaptedCalls _calls = null!;
    private BenchmarkModel _model = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = BenchmarkModel.Open();
        _calls = AdaptedCalls.Prepare(_model);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _calls.Dispose();
        _model.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void PlainCall() => _calls.Plain();

    [Benchmark]
    public void CapturingCall() => _calls.Capturing();

    [Benchmark]
    public void EmbeddedCall() => _calls.Adapted(Fusion.Embedded);

    [Benchmark]
    public void DecoupledCall() => _calls.Adapted(Fusion.Decoupled);

    [Benchmark]
    public void Projection() => _calls.Project();
}
