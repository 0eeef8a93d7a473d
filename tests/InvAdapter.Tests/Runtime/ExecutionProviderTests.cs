using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace InvAdapter.Tests.Runtime;

/// <summary>Providers in a process that has ONNX Runtime's CPU package only.</summary>
public sealed class ExecutionProviderTests
{
    /// <summary>Every provider that this process lacks, and the package or system that would bring it.</summary>
    public static TheoryData<string, string> Missing { get; } = new()
    {
        { "CUDA", "Microsoft.ML.OnnxRuntime.Gpu" },
        { "TensorRT", "Microsoft.ML.OnnxRuntime.Gpu" },
        { "DirectML", "Microsoft.ML.OnnxRuntime.DirectML" },
        { "CoreML", "macOS" },
        { "OpenVINO", "Intel.ML.OnnxRuntime.OpenVino" },
        { "WebGPU", "WebGPU" },
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Missing))]
    public void A_missing_provider_fails_by_name_with_the_remedy_and_never_falls_back(string name, string remedy)
    {
        ExecutionProviderException error = Assert.Throws<ExecutionProviderException>(() => LoadText(Named(name)));

        Assert.Equal(name, error.Provider);
        Assert.Contains(remedy, error.Reason, StringComparison.Ordinal);
        Assert.Contains($"The {name} execution provider", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public async Task A_pipeline_says_it_too()
    {
        using var folder = new TemporaryFolder();
        string model = TinyModel.CopyTo(folder.At("model"));
        ExecutionProviderException error = await Assert.ThrowsAsync<ExecutionProviderException>(() =>
            InvAdapterPipeline.LoadAsync(model, new PipelineOptions { Provider = ExecutionProvider.Cuda() }, Stop));
        Assert.Equal("CUDA", error.Provider);
    }

    [Fact]
    public void Probing_lists_the_CPU_and_a_reason_for_each_other()
    {
        IReadOnlyList<ProviderStatus> all = ExecutionProvider.Probe();

        Assert.Equal(["CPU", .. Missing.Select(row => row.Data.Item1)], all.Select(status => status.Name));
        Assert.Equal(new ProviderStatus("CPU", true, null), all[0]);
        Assert.All(all.Skip(1), status => Assert.False(status.IsAvailable));
        foreach ((ProviderStatus status, string remedy) in all.Skip(1).Zip(Missing.Select(row => row.Data.Item2)))
            Assert.Contains(remedy, status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hook_is_called_for_every_session()
    {
        using var folder = new TemporaryFolder();
        string model = TinyModel.CopyTo(folder.At("model"));
        int calls = 0;
        ExecutionProvider provider = ExecutionProvider.Custom("counted", options =>
        {
            calls++;
            options.IntraOpNumThreads = 1;
        });

        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(model, new PipelineOptions { Provider = provider }, Stop);
        Assert.Equal(5, calls);
        GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("a person") { Steps = 1, Size = TinyPipeline.Portrait.Size }, cancellation: Stop);
        Assert.Single(result.Images);
        Assert.Equal("counted", provider.ToString());
    }

    [Fact]
    public void What_a_hook_throws_comes_out()
    {
        ExecutionProvider own = ExecutionProvider.Custom("own", _ => throw new InvalidTimeZoneException("from the app"));
        Assert.Equal("from the app", Assert.Throws<InvalidTimeZoneException>(() => LoadText(own)).Message);

        ExecutionProvider lacking = ExecutionProvider.Custom("lacking", options => options.AppendExecutionProvider_CUDA());
        ExecutionProviderException error = Assert.Throws<ExecutionProviderException>(() => LoadText(lacking));
        Assert.Equal("lacking", error.Provider);
        Assert.NotNull(error.InnerException);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_CPU_runs_on_as_many_threads_as_it_is_told(int threads)
    {
        using (SessionOptions options = ExecutionProvider.Cpu(threads).CreateOptions())
            Assert.Equal(threads, options.IntraOpNumThreads);

        using ClipTextEncoder text = LoadText(ExecutionProvider.Cpu(threads));
        int[] ids = [49406, 5, 49407];
        Close.To(TinyPipeline.Networks.Text.Encode(ids, Stop).Values, text.Encode(ids, Stop).Values, Close.Call);
    }

    [Fact]
    public void Options_are_kept_as_they_are_given()
    {
        var options = new Dictionary<string, string> { ["gpu_mem_limit"] = "1000000", ["arena_extend_strategy"] = "kSameAsRequested" };
        ExecutionProvider provider = ExecutionProvider.Cuda(1, options);
        options.Clear();

        Assert.Equal("1000000", provider.Options["gpu_mem_limit"]);
        Assert.Equal(2, provider.Options.Count);
        Assert.Equal(("CUDA:1", 1), (provider.ToString(), provider.DeviceId));
        Assert.Equal("CPU", ExecutionProvider.Cpu().ToString());
    }

    [Fact]
    public void GPUs_prefer_float16_and_nothing_else_does()
    {
        Assert.True(ExecutionProvider.Cuda().PrefersFloat16 && ExecutionProvider.TensorRT().PrefersFloat16);
        Assert.True(ExecutionProvider.DirectML().PrefersFloat16 && ExecutionProvider.WebGpu().PrefersFloat16);
        Assert.False(ExecutionProvider.Cpu().PrefersFloat16 || ExecutionProvider.OpenVino().PrefersFloat16 || ExecutionProvider.CoreML().PrefersFloat16);
    }

    [Fact]
    public void Arguments_are_checked_at_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExecutionProvider.Cpu(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExecutionProvider.Cpu(1025));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExecutionProvider.Cuda(-1));
        Assert.Throws<ArgumentException>(() => ExecutionProvider.Custom(" ", _ => { }));
        Assert.Throws<ArgumentNullException>(() => ExecutionProvider.Custom("own", null!));
    }

    private static ExecutionProvider Named(string name) => name switch
    {
        "CUDA" => ExecutionProvider.Cuda(),
        "TensorRT" => ExecutionProvider.TensorRT(),
        "DirectML" => ExecutionProvider.DirectML(),
        "CoreML" => ExecutionProvider.CoreML(),
        "OpenVINO" => ExecutionProvider.OpenVino(),
        "WebGPU" => ExecutionProvider.WebGpu(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a provider."),
    };

    private static ClipTextEncoder LoadText(ExecutionProvider provider)
    {
        string folder = Path.Combine(TinyPipeline.Networks.Folder, "text_encoder");
        using WeightFolder weights = WeightFolder.Open(folder, "model");
        return ClipTextEncoder.Load(TextEncoderConfiguration.Load(Path.Combine(folder, "config.json")), weights, provider, GraphPrecision.Float32);
    }
}
