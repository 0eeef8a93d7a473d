using BenchmarkDotNet.Attributes;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>Opening files: weights (the header only), identities (mapped; checked or not), and a whole model.</summary>
[MemoryDiagnoser]
public class FileBenchmarks
{
    private BenchmarkModel _model = null!;
    private DirectoryInfo _folder = null!;
    private Identity _identity = null!;
    private string _saved = "";
    private string _target = "";

    [GlobalSetup]
    public void Setup()
    {
        _model = BenchmarkModel.Open();
        _folder = Directory.CreateTempSubdirectory("invadapter-files-");
        _saved = Path.Combine(_folder.FullName, "person.safetensors");
        _target = Path.Combine(_folder.FullName, "again.safetensors");
        _identity = _model.Enroll(new EnrollmentOptions { Steps = 10 });
        _identity.Save(_saved);
        Console.WriteLine($"// identity file: {new FileInfo(_saved).Length} bytes");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _identity.Dispose();
        _model.Dispose();
        _folder.Delete(recursive: true);
    }

    [Benchmark]
    public void OpenWeights()
    {
        using WeightFolder weights = _model.Parts.Folder.OpenUNetWeights();
    }

    [Benchmark]
    public ModelFolder OpenModelFolder() => ModelFolder.Open(_model.Folder);

    [Benchmark]
    public void LoadModel()
    {
        using PipelineParts parts = PipelineParts.Load(_model.Folder, new PipelineOptions(), CancellationToken.None);
    }

    [Benchmark(Baseline = true)]
    public void LoadIdentity()
    {
        using Identity identity = Identity.Load(_saved);
    }

    [Benchmark]
    public void LoadIdentityUnverified()
    {
        using Identity identity = Identity.Load(_saved, verify: false);
    }

    [Benchmark]
    public void SaveIdentity() => _identity.Save(_target);

    [Benchmark]
    public void SaveIdentityAsFloat16() => _identity.Save(_target, ElementType.Float16);
}
