using BenchmarkDotNet.Attributes;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>One enrolment's inversion of ten steps. The time is that of the UNet calls: iterations times steps.</summary>
[MemoryDiagnoser]
public class InversionBenchmarks
{
    private BenchmarkModel _model = null!;
    private DdimSchedule _schedule = null!;
    private Latents _z0 = null!;

    [GlobalSetup]
    public void Setup()
    {
        _model = BenchmarkModel.Open();
        _schedule = _model.Schedule(10);
        _z0 = _model.Parts.Autoencoder.Encode(_model.Picture(), CancellationToken.None);
        foreach (IInverter inverter in (IInverter[])[new DdimInverter(), new FixedPointInverter(2, tolerance: 0), new FixedPointInverter(5, tolerance: 0), new FixedPointInverter(10, 0.01)])
            Console.WriteLine($"// {inverter}: {Invert(inverter)} UNet calls");
    }

    [GlobalCleanup]
    public void Cleanup() => _model.Dispose();

    [Benchmark(Baseline = true)]
    public int Ddim() => Invert(new DdimInverter());

    [Benchmark]
    public int FixedPointTwice() => Invert(new FixedPointInverter(2, tolerance: 0));

    [Benchmark]
    public int FixedPointFiveTimes() => Invert(new FixedPointInverter(5, tolerance: 0));

    [Benchmark]
    public int FixedPointUntilSolved() => Invert(new FixedPointInverter(10, 0.01));

    private int Invert(IInverter inverter) => inverter.Invert(new PromptedDenoiser(_model.Parts.UNet, _model.EmptyText), _schedule, _z0).Calls;
}
