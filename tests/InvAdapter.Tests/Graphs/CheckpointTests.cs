using System.Buffers.Binary;
using System.Text.Json;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Tests.Configuration;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>Full-size graphs, built against files that have the published checkpoints' names and shapes and no data: they take no room on the disk.</summary>
public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JsonDocument _shapes = JsonDocument.Parse(File.ReadAllText(Path.Combine(GoldenFolders.InRepository, "sd15-shapes.json")));

    public void Dispose()
    {
        _folder.Dispose();
        _shapes.Dispose();
    }

    [Fact]
    public void The_UNet_of_Stable_Diffusion_15_is_used_to_the_last_tensor()
    {
        using WeightFolder weights = Hollow("unet");
        UNetConfiguration configuration = UNetConfiguration.Load(_folder.Write("config.json", PublishedConfigurations.UNet15));

        NetworkGraph graph = UNetGraph.Build(configuration, weights, GraphPrecision.Float16);

        Assert.Equal(686, weights.Tensors.Count);
        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), graph.UsedTensors.Order(StringComparer.Ordinal));
        Assert.Equal(_shapes.RootElement.GetProperty("unet_parameters").GetInt64(), weights.Tensors.Values.Sum(tensor => tensor.ElementCount));
    }

    [Fact]
    public void The_UNet_of_Stable_Diffusion_15_computes_its_wide_convolutions_at_the_two_finest_levels_in_tiles()
    {
        using WeightFolder weights = Hollow("unet");
        UNetConfiguration configuration = UNetConfiguration.Load(_folder.Write("config.json", PublishedConfigurations.UNet15));

        NetworkGraph graph = UNetGraph.Build(configuration, weights, StoredLayer.Lent);

        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), graph.UsedTensors.Order(StringComparer.Ordinal));
        Assert.Equal(22, graph.Model.Graph.Node.Count(node => node.OpType == "DepthToSpace"));
        ILookup<long, HostTensor> transformed = graph.HostTensors.Where(tensor => tensor.Shape is [1, 16 or 36, _, _]).ToLookup(tensor => tensor.Shape[1]);
        Assert.Equal(11, transformed[36].Count(tensor => tensor.Shape[2] == 320 || tensor.Initializer.Contains("up_blocks.2.upsamplers", StringComparison.Ordinal)));
        Assert.Equal(11, transformed[16].Count(tensor => tensor.Shape[2] == 640 || tensor.Initializer.Contains("up_blocks.1.upsamplers", StringComparison.Ordinal)));
        Assert.Equal(22, transformed.Sum(tile => tile.Count()));
    }

    [Fact]
    public void The_autoencoder_of_Stable_Diffusion_15_is_used_to_the_last_tensor()
    {
        using WeightFolder weights = Hollow("vae");
        AutoencoderConfiguration configuration = AutoencoderConfiguration.Load(_folder.Write("config.json", PublishedConfigurations.Autoencoder15));

        NetworkGraph encoder = AutoencoderGraphs.BuildEncoder(configuration, weights, GraphPrecision.Float16);
        NetworkGraph decoder = AutoencoderGraphs.BuildDecoder(configuration, weights, GraphPrecision.Float16);

        Assert.Equal(248, weights.Tensors.Count);
        Assert.Empty(encoder.UsedTensors.Intersect(decoder.UsedTensors));
        Assert.Equal(weights.Tensors.Keys.Order(StringComparer.Ordinal), encoder.UsedTensors.Union(decoder.UsedTensors).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_giant_that_would_have_to_be_copied_is_refused_at_once()
    {
        using WeightFolder weights = Hollow("unet", "F32", alignment: 1);
        UNetConfiguration configuration = UNetConfiguration.Load(_folder.Write("config.json", PublishedConfigurations.UNet15));

        var error = Assert.Throws<ModelFormatException>(() => UNetGraph.Build(configuration, weights, GraphPrecision.Float32));

        Assert.Equal((weights.Files[0], "the data section"), (error.File, error.Item));
    }

    /// <summary>A safetensors file whose data section is a hole, beginning at an odd byte where <paramref name="alignment"/> is 1.</summary>
    private WeightFolder Hollow(string part, string type = "F16", int alignment = 8)
    {
        int size = type == "F16" ? 2 : 4;
        long offset = 0;
        var header = new Dictionary<string, object>();
        foreach (JsonProperty tensor in _shapes.RootElement.GetProperty(part).EnumerateObject())
        {
            long[] shape = [.. tensor.Value.EnumerateArray().Select(length => length.GetInt64())];
            long end = offset + size * shape.Aggregate(1L, (product, length) => product * length);
            header[tensor.Name] = new { dtype = type, shape, data_offsets = new[] { offset, end } };
            offset = end;
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        int padding = alignment == 1 ? 1 - json.Length % 2 : (8 - json.Length % 8) % 8;
        using (FileStream file = File.Create(_folder.At("hollow.safetensors")))
        {
            byte[] length = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, json.Length + padding);
            file.Write([.. length, .. json, .. Enumerable.Repeat((byte)' ', padding)]);
            file.SetLength(file.Length + offset);
        }

        return WeightFolder.Open(_folder.Path, "hollow");
    }
}
