using InvAdapter.Graphs;
using InvAdapter.Quantization;
using InvAdapter.Tests.Pipeline;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Quantization;

public sealed class QuantizerErrorTests(QuantizedTiny tiny) : IClassFixture<QuantizedTiny>
{
    private const string Layer = "mid_block.resnets.0.conv1";
    private const string Linear = "mid_block.attentions.0.proj_in";

    [Theory]
    [InlineData(PipelineStage.Encoding, 0)]
    [InlineData(PipelineStage.Generating, 2)]
    [InlineData(PipelineStage.Calibrating, 1)]
    [InlineData(PipelineStage.Comparing, 1)]
    [InlineData(PipelineStage.Writing, 100)]
    [InlineData(PipelineStage.Measuring, 1)]
    public async Task Cancelling_leaves_nothing_behind(PipelineStage stage, int step)
    {
        using var place = new TemporaryFolder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bool isReached = false;
        var progress = new ProgressLog(report =>
        {
            if (report.Stage != stage || report.Step != step)
                return;
            isReached = true;
            stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Quantizer.QuantizeAsync(tiny.Float, place.At("out"), QuantizedTiny.Quick with { Steps = 1 }, progress, stop.Token));
        Assert.True(isReached);
        Assert.Empty(Everything(place));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_left_alone()
    {
        using var place = new TemporaryFolder();
        Directory.CreateDirectory(place.At("out"));
        File.WriteAllText(Path.Combine(place.At("out"), "mine.txt"), "mine");
        File.WriteAllText(place.At("file"), "mine");
        foreach (string name in (string[])["out", "file"])
        {
            IOException error = await Assert.ThrowsAsync<IOException>(() => Run(tiny.Float, place.At(name)));
            Assert.Contains(place.At(name), error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["file", "mine.txt", "out"], Everything(place).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_empty_folder_is_taken()
    {
        using var place = new TemporaryFolder();
        Directory.CreateDirectory(place.At("out"));
        await Quantizer.QuantizeAsync(tiny.Float, place.At("out") + Path.DirectorySeparatorChar, QuantizedTiny.Quick with { Steps = 1 }, null, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(place.At("out"), "model_index.json")));
    }

    [Fact]
    public async Task A_target_in_the_source_or_in_no_folder_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>("target", () => Run(tiny.Float, Path.Combine(tiny.Float, "int8")));
        await Assert.ThrowsAsync<ArgumentException>("target", () => Run(tiny.Float, tiny.Float));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Run(tiny.Float, Path.Combine(tiny.Int8, "..", "none", "int8")));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => Run(tiny.Float + "-none", tiny.Int8 + "-none"));
    }

    [Fact]
    public async Task A_quantised_folder_is_not_quantised_again()
    {
        using var place = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<ModelFormatException>(() => Run(tiny.Int8, place.At("out")));
        Assert.Equal("quantised already", error.Actual);
        Assert.Empty(Everything(place));
    }

    [Fact]
    public async Task A_size_that_can_not_be_drawn_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>("options", () => Quantizer.QuantizeAsync(
            tiny.Float, tiny.Int8 + "-none", new QuantizationOptions { Size = new(60, 64) }, null, TestContext.Current.CancellationToken));

    [Fact]
    public async Task What_is_put_there_meanwhile_is_left_alone()
    {
        using var place = new TemporaryFolder();
        var progress = new ProgressLog(report =>
        {
            if (report.Stage != PipelineStage.Measuring || report.Step != report.Steps)
                return;
            Directory.CreateDirectory(place.At("out"));
            File.WriteAllText(Path.Combine(place.At("out"), "mine.txt"), "mine");
        });
        await Assert.ThrowsAnyAsync<IOException>(() => Quantizer.QuantizeAsync(tiny.Float, place.At("out"), QuantizedTiny.Quick with { Steps = 1 }, progress, TestContext.Current.CancellationToken));
        Assert.Equal(["mine.txt", "out"], Everything(place).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_name_to_keep_that_is_no_layers_is_told()
    {
        using var place = new TemporaryFolder();
        var error = await Assert.ThrowsAsync<ArgumentException>("options", () => Quantizer.QuantizeAsync(
            tiny.Float, place.At("out"), new QuantizationOptions { KeepFloat = ["conv_in", "mid_blok"] }, null, TestContext.Current.CancellationToken));
        Assert.Contains("none has mid_blok", error.Message, StringComparison.Ordinal);
        Assert.Empty(Everything(place));
    }

    [Fact]
    public async Task Weights_that_would_only_be_copied_are_missed_before_anything_is_drawn()
    {
        using var place = new TemporaryFolder();
        TinyModel.CopyTo(place.At("model"));
        File.Delete(Path.Combine(place.At("model"), "vae", "diffusion_pytorch_model.safetensors"));
        var progress = new ProgressLog();
        var error = await Assert.ThrowsAsync<ModelFormatException>(() => Quantizer.QuantizeAsync(place.At("model"), place.At("out"), QuantizedTiny.Quick, progress, TestContext.Current.CancellationToken));
        Assert.Equal(("diffusion_pytorch_model.safetensors", 0), (error.Item, progress.Reports.Count));
        Assert.Equal([place.At("model")], Directory.GetFileSystemEntries(place.Path));
    }

    [Fact]
    public async Task Weights_that_are_no_numbers_are_told_and_nothing_is_left()
    {
        using var place = new TemporaryFolder();
        TinyModel.CopyTo(place.At("model"));
        Edit(Path.Combine(place.At("model"), "unet"), "mid_block.resnets.0.conv1.bias", _ => TensorSource.FromSingle("mid_block.resnets.0.conv1.bias", Enumerable.Repeat(float.NaN, 64).ToArray(), [64]));
        await Assert.ThrowsAsync<InferenceException>(() => Run(place.At("model"), place.At("out")));
        Assert.Equal([place.At("model")], Directory.GetFileSystemEntries(place.Path));
    }

    /// <summary>Damage to the tensors that describe an int8 layer, the tensor that must be named, and what must be said of it.</summary>
    public static IEnumerable<TheoryDataRow<string, string, string>> Damages =>
    [
        new($"{Layer}.weight_scale", "missing", "missing"),
        new($"{Layer}.input_scale", "missing", "missing"),
        new($"{Layer}.input_zero_point", "missing", "missing"),
        new($"{Layer}.output_scale", "missing", "missing"),
        new($"{Layer}.output_zero_point", "missing", "missing"),
        new($"{Linear}.weight_scale", "missing", "missing"),
        new($"{Linear}.input_scale", "missing", "missing"),
        new($"{Layer}.weight_scale", "short", "F32 [63]"),
        new($"{Linear}.weight_scale", "short", "F32 [63]"),
        new($"{Layer}.input_scale", "wide", "F32 [1]"),
        new($"{Layer}.input_zero_point", "float", "F32 []"),
        new($"{Layer}.input_scale", "zero", "0 at 0"),
        new($"{Layer}.output_scale", "negative", "-1 at 0"),
        new($"{Layer}.weight_scale", "infinite", "Infinity at 0"),
        new($"{Layer}.weight_scale", "tiny", ""),
        new($"{Layer}.weight", "vector", "of shape [36864]"),
    ];

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_description_is_told_when_the_model_is_loaded(string name, string damage, string actual)
    {
        using var place = new TemporaryFolder();
        tiny.CopyUNet(place);
        Edit(place.Path, name, tensor => damage switch
        {
            "missing" => null,
            "short" => TensorSource.FromSingle(name, new float[63].Select(_ => 1f).ToArray(), [63]),
            "wide" => TensorSource.FromSingle(name, new float[] { 1 }, [1]),
            "float" => TensorSource.FromSingle(name, new float[] { 1 }, []),
            "vector" => TensorSource.FromBytes(name, ElementType.Int8, [tensor.ElementCount], new byte[tensor.ElementCount]),
            _ => TensorSource.FromSingle(name, Enumerable.Repeat(damage switch { "zero" => 0f, "negative" => -1f, "infinite" => float.PositiveInfinity, _ => 1e-20f }, (int)tensor.ElementCount).ToArray(), tensor.Shape.AsSpan()),
        });
        var error = Assert.Throws<ModelFormatException>(() => QuantizedTiny.LoadUNet(place.Path, GraphPrecision.Int8).Dispose());
        Assert.Equal(damage == "tiny" ? $"{Layer}.bias" : name, error.Item);
        Assert.Contains(actual, error.Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Scales_are_checked_where_weights_are_widened_too()
    {
        using var place = new TemporaryFolder();
        tiny.CopyUNet(place);
        Edit(place.Path, $"{Layer}.weight_scale", _ => null);
        var error = Assert.Throws<ModelFormatException>(() => QuantizedTiny.LoadUNet(place.Path, GraphPrecision.Float32).Dispose());
        Assert.Equal($"{Layer}.weight_scale", error.Item);
    }

    [Theory]
    [InlineData(GraphPrecision.Int8)]
    [InlineData(GraphPrecision.Float32)]
    public void Another_version_is_refused(GraphPrecision precision)
    {
        using var place = new TemporaryFolder();
        tiny.CopyUNet(place);
        Edit(place.Path, "", _ => null, new Dictionary<string, string> { ["quantization_version"] = "2" });
        var error = Assert.Throws<ModelFormatException>(() => QuantizedTiny.LoadUNet(place.Path, precision).Dispose());
        Assert.Equal(("metadata quantization_version", "1", "2"), (error.Item, error.Expected, error.Actual));
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new QuantizationOptions { Prompts = [] });
        Assert.Throws<ArgumentException>(() => new QuantizationOptions { GuidanceScales = [0.5] });
        Assert.Throws<ArgumentException>(() => new QuantizationOptions { KeepFloat = [""] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizationOptions { Steps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizationOptions { Threads = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantizationOptions { MaxLayerError = double.NaN });
        Assert.Empty(new QuantizationOptions { KeepFloat = [] }.KeepFloat);
    }

    /// <summary>Writes a UNet's file anew with one tensor replaced or, for null, left out.</summary>
    private static void Edit(string folder, string name, Func<TensorInfo, TensorSource?> edit, Dictionary<string, string>? metadata = null)
    {
        string file = Path.Combine(folder, "diffusion_pytorch_model.safetensors");
        using (SafetensorsFile weights = SafetensorsFile.Open(file))
        {
            IEnumerable<TensorSource?> tensors = weights.Tensors.Values.Select(tensor => tensor.Name == name ? edit(tensor) : TensorSource.FromBytes(tensor.Name, tensor.ElementType, tensor.Shape.AsSpan(), weights.Bytes(tensor).ToArray()));
            SafetensorsWriter.Write(file + ".new", tensors.OfType<TensorSource>(), metadata ?? weights.Metadata);
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    private static string[] Everything(TemporaryFolder place) =>
        Directory.GetFileSystemEntries(place.Path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 });

    private static Task<QuantizationReport> Run(string source, string target) =>
        Quantizer.QuantizeAsync(source, target, QuantizedTiny.Quick, null, TestContext.Current.CancellationToken);
}
