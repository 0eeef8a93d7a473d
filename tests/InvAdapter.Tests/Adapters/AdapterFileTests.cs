using InvAdapter.Adapters;
using InvAdapter.Configuration;
using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Adapters;

public sealed class AdapterFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _metadata = SmallAdapter.Metadata;
    private readonly Dictionary<string, TensorSource> _maps = SmallAdapter.Maps();

    private string File => _folder.At("adapter.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sites_fusion_and_base_are_read()
    {
        using (AdapterWeights plain = Load())
        {
            Assert.Equal(SmallAdapter.Sites.Take(2), plain.Sites);
            Assert.Equal(Fusion.Embedded, plain.Fusion);
            Assert.Null(plain.BaseModel);
            Assert.Null(plain.Source);
            Assert.Equal(0, plain.CleanTimestep);
            Assert.False(plain.IsTrainingFree);
        }

        _metadata["fusion"] = "decoupled";
        _metadata["base"] = "abc";
        _metadata["source"] = "Clean";
        _metadata["clean_timestep"] = "261";
        using AdapterWeights told = Load();
        Assert.Equal((Fusion.Decoupled, "abc", FeatureSource.Clean, 261), (told.Fusion, told.BaseModel, told.Source, told.CleanTimestep));
    }

    [Theory]
    [InlineData("format", null, "missing")]
    [InlineData("format", "pt", "pt")]
    [InlineData("version", null, "missing")]
    [InlineData("version", "2", "2")]
    [InlineData("fusion", "sum", "sum")]
    [InlineData("fusion", "Embedded", "Embedded")]
    [InlineData("fusion", "", "")]
    [InlineData("source", "clean", "clean")]
    [InlineData("source", "3", "3")]
    [InlineData("clean_timestep", "-1", "-1")]
    [InlineData("clean_timestep", "1.5", "1.5")]
    [InlineData("clean_timestep", "", "")]
    public void Metadata_that_does_not_fit_is_refused(string key, string? value, string actual)
    {
        _metadata.Remove(key);
        if (value is not null)
            _metadata[key] = value;

        var error = Assert.Throws<InvalidFileException>(Load);

        Assert.Equal((File, $"metadata {key}", actual), (error.File, error.Item, error.Actual));
    }

    [Theory]
    [InlineData("down.attn1.to_v_id.weight")]
    [InlineData("down.attn1.to_k_id.weight")]
    public void Half_a_pair_is_refused_by_the_name_of_the_other_half(string missing)
    {
        _maps.Remove(missing);
        var error = Assert.Throws<InvalidFileException>(Load);
        Assert.Equal((File, missing, "missing"), (error.File, error.Item, error.Actual));
    }

    [Theory]
    [InlineData("down.attn9.to_k_id.weight")]
    [InlineData("down.attn1.to_q_id.weight")]
    [InlineData("down.attn1")]
    public void A_tensor_without_a_site_is_refused(string name)
    {
        _maps[name] = SmallAdapter.Map(name, 4, 4);
        var error = Assert.Throws<InvalidFileException>(Load);
        Assert.Equal((File, name), (error.File, error.Item));
    }

    [Fact]
    public void An_adapter_without_maps_is_refused()
    {
        _maps.Clear();
        Assert.Equal("empty", Assert.Throws<InvalidFileException>(Load).Actual);
    }

    [Theory]
    [InlineData(4, 6, "[4,6]")]
    [InlineData(6, 4, "[6,4]")]
    [InlineData(16, 1, "[16,1]")]
    public void A_map_of_another_shape_is_refused_with_both_shapes(int outWidth, int inWidth, string shape)
    {
        const string name = "down.attn1.to_v_id.weight";
        _maps[name] = SmallAdapter.Map(name, outWidth, inWidth);
        using AdapterWeights weights = Load();

        var error = Assert.Throws<ModelFormatException>(() => LoadAdapter(weights));

        Assert.Equal((File, name, "of shape [4,4]", $"of shape {shape}"), (error.File, error.Item, error.Expected, error.Actual));
    }

    [Fact]
    public void A_map_of_whole_numbers_is_refused()
    {
        const string name = "up.attn2.to_k_id.weight";
        _maps[name] = TensorSource.FromInt64(name, new long[36], [6, 6]);
        using AdapterWeights weights = Load();

        var error = Assert.Throws<ModelFormatException>(() => LoadAdapter(weights));

        Assert.Equal((File, name, "Int64"), (error.File, error.Item, error.Actual));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    public void Features_are_projected_to_keys_and_values(ElementType type)
    {
        foreach ((string name, TensorSource source) in SmallAdapter.Maps(type))
            _maps[name] = source;
        using AdapterWeights weights = Load();
        using AttentionAdapter adapter = LoadAdapter(weights);
        float[] feature = [.. Enumerable.Range(0, 12).Select(i => i / 8f)];
        using DeviceTensor tensor = DeviceTensor.FromMemory<float>(feature, 1, 2, 6);
        using DeviceTensor unknown = DeviceTensor.FromMemory<float>(new float[4], 1, 1, 4);

        IReadOnlyDictionary<string, SiteTokens> tokens = adapter.Project(
            new Dictionary<string, DeviceTensor> { ["up.attn2"] = tensor, ["up.attn3"] = unknown }, TestContext.Current.CancellationToken);

        using SiteTokens site = tokens["up.attn2"];
        Assert.Equal(["up.attn2"], tokens.Keys);
        Golden.Close.To(Times(feature, weights.Weights.ReadSingle("up.attn2.to_k_id.weight")), site.Keys.ToArray(), 1e-5, "keys");
        Golden.Close.To(Times(feature, weights.Weights.ReadSingle("up.attn2.to_v_id.weight")), site.Values.ToArray(), 1e-5, "values");
        Assert.Equal([1, 2, 6], site.Keys.Shape);
    }

    [Fact]
    public void Training_free_maps_are_the_own_ones_of_self_attention()
    {
        string[] names = ["down.attn1.to_k.weight", "down.attn1.to_v.weight", "up.attn3.to_k.weight", "up.attn3.to_v.weight"];
        SafetensorsWriter.Write(File, names.Select(name => SmallAdapter.Map(name, 4, 4, new Random(name.Length))));
        using WeightFolder unet = WeightFolder.OpenFile(File);

        using (AdapterWeights weights = AdapterWeights.TrainingFree(unet, SmallAdapter.Sites))
        using (AttentionAdapter adapter = LoadAdapter(weights))
        {
            Assert.True(adapter.IsTrainingFree);
            Assert.Equal(["down.attn1", "up.attn3"], adapter.Sites.Select(site => site.Name));
        }

        Assert.Equal(4, unet.Tensors.Count);
    }

    [Fact]
    public void Files_that_are_no_adapter_are_told_apart()
    {
        Assert.Throws<FileNotFoundException>(() => AdapterWeights.Load(_folder.At("none.safetensors"), SmallAdapter.Sites));
        Assert.Throws<InvalidFileException>(() => AdapterWeights.Load(_folder.Path, SmallAdapter.Sites));
        Assert.Throws<ArgumentException>("path", () => AdapterWeights.Load("", SmallAdapter.Sites));
        Assert.Throws<ArgumentNullException>("sites", () => AdapterWeights.Load(File, null!));
    }

    [Fact]
    public void Damage_is_refused_or_harmless()
    {
        Load().Dispose();
        (int accepted, int refused) = Mutations.LoadAll(
            File,
            2000,
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                using AdapterWeights weights = AdapterWeights.Load(File, SmallAdapter.Sites);
                using AttentionAdapter adapter = LoadAdapter(weights);
                Assert.NotEmpty(adapter.Sites);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            },
            Mutations.BinaryAlphabet);

        Assert.True(refused > 1000, $"Only {refused} of 2000 were refused.");
        Assert.True(accepted > 20, $"Only {accepted} of 2000 were accepted.");
    }

    private static AttentionAdapter LoadAdapter(AdapterWeights weights) => AttentionAdapter.Load(weights, ExecutionProvider.Cpu(), GraphPrecision.Float32, 0);

    /// <summary>Rows of 6 times a map stored [out,in].</summary>
    private static float[] Times(float[] rows, float[] map) =>
        [.. from row in Enumerable.Range(0, rows.Length / 6) from o in Enumerable.Range(0, 6) select Enumerable.Range(0, 6).Sum(i => rows[row * 6 + i] * map[o * 6 + i])];

    private AdapterWeights Load()
    {
        SafetensorsWriter.Write(File, _maps.Values, _metadata);
        return AdapterWeights.Load(File, SmallAdapter.Sites);
    }
}
