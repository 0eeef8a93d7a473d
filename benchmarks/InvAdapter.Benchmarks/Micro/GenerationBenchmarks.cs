using BenchmarkDotNet.Attributes;
using InvAdapter.Features;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Whole images of ten guided steps, decoding included, of a person who is enrolled beforehand.</summary>
public abstract class GenerationBenchmarks
{
    /// <summary>Images of a benchmark, which is stated for one of them.</summary>
    protected const int Images = 8;

    private BenchmarkModel _model = null!;
    private Identity _identity = null!;

    [GlobalSetup]
    public void Setup()
    {
        // The pool would add the threads that wait for parallel requests one by one.
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

    /// <summary>Draws an image for each seed.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="batch">How many are drawn together.</param>
    /// <param name="person">Whether the person is in them.</param>
    /// <returns>How many images there are.</returns>
    protected int Generate(IEnumerable<long> seeds, int batch = 1, bool person = true) => _model.Generate(new GenerationRequest(BenchmarkModel.Prompt)
    {
        Identity = person ? _identity : null,
        Seeds = [.. seeds],
        Steps = 10,
        BatchSize = batch,
    }).Images.Length;
}
