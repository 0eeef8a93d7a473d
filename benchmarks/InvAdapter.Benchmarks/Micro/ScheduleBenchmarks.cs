using BenchmarkDotNet.Attributes;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>What a run makes before its first step: the schedule, and PyTorch's noise for a 512×512 image.</summary>
[MemoryDiagnoser]
public class ScheduleBenchmarks
{
    private readonly Latents _latents = new(new LatentShape(1, 4, 64, 64));

    [Benchmark]
    public DdimSchedule FiftySteps() => SchedulerConfiguration.StableDiffusion15.Build(50);

    [Benchmark]
    public void Noise() => new TorchGenerator(0).Fill(_latents.Values);
}
