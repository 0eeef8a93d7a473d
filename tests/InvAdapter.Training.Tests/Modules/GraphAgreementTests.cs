using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

/// <summary>The modules that train and the graphs that run are the same functions, at sizes and inputs that no golden file has.</summary>
public class GraphAgreementTests : TorchTest
{
    public static IEnumerable<TheoryDataRow<string>> UNets =>
        GoldenFolders.Pipelines.Select(folder => Path.Combine(folder, "unet")).Concat(Directory.GetDirectories(UNetVariantTests.Folder, "unet-*")).Select(path => new TheoryDataRow<string>(path));

    public static IEnumerable<TheoryDataRow<string>> Autoencoders =>
        GoldenFolders.Pipelines.Select(folder => Path.Combine(folder, "vae")).Append(Path.Combine(UNetVariantTests.Folder, "vae-three-levels")).Select(path => new TheoryDataRow<string>(path));

    [Theory]
    [MemberData(nameof(UNets))]
    public void UNet_plain_and_adapted(string folder)
    {
        using WeightFolder weights = WeightFolder.Open(folder, "diffusion_pytorch_model");
        using UNet graph = UNet.Load(UNetConfiguration.Load(Path.Combine(folder, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        using UNet2DConditionModel module = UNet2DConditionModel.Load(folder);
        AssertAgree(graph, module);
    }

    [Theory]
    [MemberData(nameof(UNets))]
    public void UNet_saved_and_loaded_by_the_core(string folder)
    {
        using var saved = new InvAdapter.Tests.TemporaryFolder();
        using UNet2DConditionModel module = UNet2DConditionModel.Load(folder);
        module.Save(saved.Path);

        using WeightFolder weights = WeightFolder.Open(saved.Path, "diffusion_pytorch_model");
        Assert.Equal(module.named_parameters().Select(item => item.name).Order(StringComparer.Ordinal), weights.Tensors.Keys.Order(StringComparer.Ordinal));
        using UNet graph = UNet.Load(UNetConfiguration.Load(saved.At("config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        AssertAgree(graph, module);
        using UNet2DConditionModel again = UNet2DConditionModel.Load(saved.Path);
        foreach (((string name, TorchSharp.Modules.Parameter before), (_, TorchSharp.Modules.Parameter after)) in module.named_parameters().Zip(again.named_parameters()))
            AssertClose(before, after, 0, name);
    }

    /// <summary>As wide as networks are that compute convolutions in tiles on the CPU; no golden file is.</summary>
    [Fact]
    public void UNet_of_wide_convolutions()
    {
        using var saved = new InvAdapter.Tests.TemporaryFolder();
        string configuration = saved.Write("wide.json", """
            {
              "sample_size": 16, "in_channels": 4, "out_channels": 4, "block_out_channels": [256, 320], "layers_per_block": 1, "attention_head_dim": 4,
              "cross_attention_dim": 32, "down_block_types": ["DownBlock2D", "CrossAttnDownBlock2D"], "up_block_types": ["CrossAttnUpBlock2D", "UpBlock2D"],
              "act_fn": "silu", "norm_num_groups": 32, "norm_eps": 1e-05
            }
            """);
        manual_seed(5);
        using var module = new UNet2DConditionModel(UNetConfiguration.Load(configuration));
        module.Save(saved.Path);
        using WeightFolder weights = WeightFolder.Open(saved.Path, "diffusion_pytorch_model");
        NetworkGraph graph = UNetGraph.Build(UNetConfiguration.Load(saved.At("config.json")), weights, GraphTarget.For(ExecutionProvider.Cpu(), GraphPrecision.Float32));
        Assert.Equal([16L, 36L], graph.HostTensors.Where(tensor => tensor.Shape is [1, _, >= 256, >= 256]).Select(tensor => tensor.Shape[1]).Distinct().Order());

        using UNet network = UNet.Load(module.Configuration, graph, ExecutionProvider.Cpu());
        AssertAgree(network, module);
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void Autoencoder_before_and_after_saving(string folder)
    {
        using var saved = new InvAdapter.Tests.TemporaryFolder();
        using AutoencoderKL module = AutoencoderKL.Load(folder);
        module.Save(saved.Path);
        foreach (string path in (string[])[folder, saved.Path])
        {
            using WeightFolder weights = WeightFolder.Open(path, "diffusion_pytorch_model");
            using Autoencoder graph = Autoencoder.Load(AutoencoderConfiguration.Load(Path.Combine(path, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
            (int height, int width) = (graph.Downscale * 3, graph.Downscale * 5);
            manual_seed(3);
            Tensor images = randn(2, 3, height, width);
            using IDisposable frozen = no_grad();
            (Tensor mean, Tensor logVariance) = module.Encode(images);
            (Latents graphMean, Latents graphLogVariance) = graph.EncodeMoments(Values(images), 2, height, width, TestContext.Current.CancellationToken);
            Close.To(graphMean.Values, Values(mean), Close.Call, "mean");
            Close.To(graphLogVariance.Values, Values(logVariance), Close.Call, "log-variance");

            var latents = new Latents(graphMean.Shape, Values(mean * graph.Configuration.ScalingFactor));
            Close.To(graph.Decode(latents, TestContext.Current.CancellationToken), Values(module.Decode(mean)), Close.Call, "decoded");
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Text_encoder_before_and_after_saving(string folder)
    {
        using var saved = new InvAdapter.Tests.TemporaryFolder();
        CLIPTextModel module = GoldenModules.Open(folder).Text;
        module.Save(saved.Path, ElementType.Float16);
        foreach (string path in (string[])[Path.Combine(folder, "text_encoder"), saved.Path])
        {
            using WeightFolder weights = WeightFolder.Open(path, "model");
            using ClipTextEncoder graph = ClipTextEncoder.Load(TextEncoderConfiguration.Load(Path.Combine(path, "config.json")), weights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
            int[] ids = [.. Enumerable.Range(0, 19).Select(i => i * 7919 % module.Configuration.VocabularySize)];
            using IDisposable frozen = no_grad();
            Tensor states = module.forward(tensor(ids).to(int64).unsqueeze(0));

            // The golden text weights are float16 already in one folder; the other's rounding is part of what is saved.
            double tolerance = path == saved.Path ? 2e-2 : Close.Call;
            Close.To(graph.Encode(ids, TestContext.Current.CancellationToken).Values, Values(states), tolerance, path);
        }
    }

    private static void AssertAgree(UNet graph, UNet2DConditionModel module)
    {
        manual_seed(7);
        using IDisposable frozen = no_grad();
        Tensor sample = randn(1, module.Configuration.InChannels, 9, 14);
        Tensor reference = randn(1, module.Configuration.InChannels, 5, 6);
        Tensor text = randn(1, 23, module.Configuration.CrossAttentionDim);
        Tensor timestep = tensor(new[] { 417f });
        Assert.NotEmpty(module.Sites);

        using var tap = new FeatureTap(module.Sites);
        module.Predict(reference, timestep, text, tap);
        foreach (Fusion? fusion in (Fusion?[])[null, Fusion.Embedded, Fusion.Decoupled])
        {
            using InvAdapterModule adapter = InvAdapterModule.For(module, SiteFilter.All, fusion ?? Fusion.Embedded, new AdapterStart { CrossValues = MapStart.Random });
            IdentityAttention? identity = fusion is null ? null : adapter.Project(tap.Features, 0.7);
            Tensor expected = module.Predict(sample, timestep, text, identity: identity);
            Dictionary<string, SiteTokens> tokens = identity?.Sites.ToDictionary(site => site.Key, site => new SiteTokens(Device(site.Value.Keys), Device(site.Value.Values))) ?? [];
            var latents = new Latents(new LatentShape(1, module.Configuration.InChannels, 9, 14), Values(sample));
            var prediction = new Latents(latents.Shape with { Channels = module.Configuration.OutChannels });
            graph.Predict(
                new NoiseQuery
                {
                    Latents = latents,
                    Timestep = 417,
                    Text = new TextEmbedding(23, module.Configuration.CrossAttentionDim, Values(text)),
                    Identity = identity is null ? null : new IdentityTokens { Fusion = identity.Fusion, Strength = identity.Strength, Sites = tokens },
                },
                prediction,
                TestContext.Current.CancellationToken);
            Close.To(prediction.Values, Values(expected), Close.Call, $"{fusion}");
            foreach (SiteTokens site in tokens.Values)
                site.Dispose();
        }
    }

    private static DeviceTensor Device(Tensor tensor) => DeviceTensor.FromMemory<float>(Values(tensor), [.. tensor.shape]);
}
