using BenchmarkDotNet.Attributes;
using InvAdapter.Models;
using InvAdapter.Scheduling;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>One DDIM step. The baseline is the step of an ε-model without clipping: two multiplications a value.</summary>
[MemoryDiagnoser]
public class StepBenchmarks
{
    private readonly Dictionary<PredictionType, (SchedulerConfiguration Plain, SchedulerConfiguration Clipped)> _configurations = Enum.GetValues<PredictionType>()
        .ToDictionary(type => type, type =>
        {
            SchedulerConfiguration plain = SchedulerConfiguration.StableDiffusion15 with { PredictionType = type, ClipSample = false };
            return (plain, plain with { ClipSample = true });
        });

    private SchedulerConfiguration _thresholding = null!;
    private Transition _move;
    private float[] _z = [];
    private float[] _output = [];
    private float[] _result = [];

    /// <summary>Side of the latents: images of 128, 512 and 1024 pixels.</summary>
    [Params(16, 64, 128)]
    public int Side { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var shape = new LatentShape(1, 4, Side, Side);
        _z = BenchmarkModel.Noise(shape).Values.ToArray();
        _output = BenchmarkModel.Noise(shape, 1).Values.ToArray();
        _result = new float[_z.Length];
        _move = SchedulerConfiguration.StableDiffusion15.Build(50).Moves[25];
        _thresholding = _configurations[PredictionType.Epsilon].Plain with { Thresholding = true };
    }

    [Benchmark(Baseline = true)]
    public void Epsilon() => DdimStep.Apply(_configurations[PredictionType.Epsilon].Plain, _move, _z, _output, _result);

    [Benchmark]
    public void EpsilonClipped() => DdimStep.Apply(_configurations[PredictionType.Epsilon].Clipped, _move, _z, _output, _result);

    [Benchmark]
    public void EpsilonThresholded() => DdimStep.Apply(_thresholding, _move, _z, _output, _result);

    [Benchmark]
    public void Velocity() => DdimStep.Apply(_configurations[PredictionType.VPrediction].Plain, _move, _z, _output, _result);

    [Benchmark]
    public void VelocityClipped() => DdimStep.Apply(_configurations[PredictionType.VPrediction].Clipped, _move, _z, _output, _result);

    [Benchmark]
    public void Sample() => DdimStep.Apply(_configurations[PredictionType.Sample].Plain, _move, _z, _output, _result);

    [Benchmark]
    public void SampleClipped() => DdimStep.Apply(_configurations[PredictionType.Sample].Clipped, _move, _z, _output, _result);

    [Benchmark]
    public void EpsilonBackwards() => DdimStep.Apply(_configurations[PredictionType.Epsilon].Plain, _move.Reversed, _z, _output, _result);
}
