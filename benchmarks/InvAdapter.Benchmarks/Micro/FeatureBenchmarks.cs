using BenchmarkDotNet.Attributes;
using InvAdapter.Features;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Whole enrolments of ten steps by where features are captured, encoding the image included.</summary>
[MemoryDiagnoser]
public class FeatureBenchmarks
{
    private BenchmarkModel _model = null!;

    [GlobalSetup]
    public void Setup() => _model = BenchmarkModel.Open();

    [GlobalCleanup]
    public void Cleanup() => _model.Dispose();

    [Benchmark(Baseline = true)]
    public int InversionPass() => Enroll(new EnrollmentOptions { Steps = 10 });

    [Benchmark]
    public int InversionPassEveryFifthStep() => Enroll(new EnrollmentOptions { Steps = 10, CaptureEvery = 5 });

    [Benchmark]
    public int Trajectory() => Enroll(new EnrollmentOptions { Steps = 10, Source = FeatureSource.Trajectory });

    [Benchmark]
    public int Replay() => Enroll(new EnrollmentOptions { Steps = 10, Source = FeatureSource.Replay });

    private int Enroll(EnrollmentOptions options)
    {
        using Identity identity = _model.Enroll(options);
        return identity.Origin.UNetCalls;
    }
}
