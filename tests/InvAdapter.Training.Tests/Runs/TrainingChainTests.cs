using InvAdapter.Adapters;
using InvAdapter.FaceWorld;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Results;
using InvAdapter.Skia;
using InvAdapter.Tests;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>The commands one after another, as someone would type them who starts from nothing.</summary>
public sealed class TrainingChainTests : TorchTest, IDisposable
{
    private static readonly string[] s_short = ["--steps", "2", "--batch", "2", "--threads", "1"];
    private static readonly string[] s_smallBase = ["--channels", "16,16,32", "--heads", "2", "--layers", "1", "--text-width", "16", "--text-layers", "1"];

    private readonly TemporaryFolder _folder = new();

    void IDisposable.Dispose()
    {
        _folder.Dispose();
        Dispose();
    }

    [Fact]
    public async Task From_nothing_to_an_adapter_that_draws()
    {
        Expect("PSNR", ["train", "autoencoder", "--out", At("vae"), "--channels", "8,8,8", .. s_short]);
        Expect("6 latents of 64x64: pairs of drawn faces, train, [1,4,16,16] each", ["encode", "--vae", At("vae/vae"), "--pairs", "3", "--out", At("latents"), "--threads", "1"]);
        Expect("model: written", ["train", "base", "--latents", At("latents"), "--vae", At("vae/vae"), "--out", At("base"), .. s_smallBase, .. s_short]);
        Expect("4 inversions in 3 steps", ["invert", "--base", At("base/model"), "--latents", At("latents"), "--steps", "3", "--count", "4", "--out", At("inversions"), "--threads", "1"]);
        Expect("adapter.safetensors: written", [.. Adapter("clean", "Clean"), "--latents", At("latents"), .. s_short]);
        Expect("adapter.safetensors: written", [.. Adapter("pass", "InversionPass"), "--latents", At("latents"), "--inversions", At("inversions"), "--sites", "Self", .. s_short]);
        Expect("ip_adapter.safetensors: written", ["train", "ip-adapter", "--base", At("base/model"), "--latents", At("latents"), "--out", At("ip"), .. s_short]);
        Assert.All((string[])["vae", "base", "clean", "pass", "ip"], run => Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(At($"{run}/loss.png"))[..4]));

        await Results();
        await using InvAdapterPipeline pipeline = await InvAdapterPipeline.LoadAsync(
            At("base/model"), new PipelineOptions { AdapterPath = At("clean/adapter.safetensors") }, TestContext.Current.CancellationToken);
        using var painter = new FacePainter(64);
        using Identity identity = await pipeline.EnrollAsync(
            painter.Paint(FaceIdentity.FromSeed(1), FaceScene.FromSeed(1)), cancellation: TestContext.Current.CancellationToken);
        GenerationResult result = await pipeline.GenerateAsync(
            new GenerationRequest("a person in a red hat") { Identity = identity, Steps = 2 }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal((FeatureSource.Clean, 1), (identity.Origin.Source, identity.Origin.UNetCalls));
        Assert.Equal((64, 64), (result.Images[0].Image.Width, result.Images[0].Image.Height));
        Assert.False(result.Prompt.IsTruncated);
    }

    [Fact]
    public void Photos_and_their_captions_train_an_adapter_too()
    {
        Expect("PSNR", ["train", "autoencoder", "--out", At("vae"), "--channels", "8,8,8", .. s_short]);
        Expect("each", ["encode", "--vae", At("vae/vae"), "--pairs", "1", "--out", At("latents")]);
        Expect("written", ["train", "base", "--latents", At("latents"), "--vae", At("vae/vae"), "--out", At("base"), .. s_smallBase, .. s_short]);
        Directory.CreateDirectory(At("photos"));
        using var painter = new FacePainter(80);
        for (int i = 0; i < 3; i++)
            ImageFile.Write(At($"photos/{i}.png"), painter.Paint(FaceIdentity.FromSeed(i), FaceScene.FromSeed(i)));
        string captions = At("photos/metadata.jsonl");
        File.WriteAllLines(captions, Enumerable.Range(0, 3).Select(i => $$"""{"file_name": "{{i}}.png", "text": "a person", "subject": "{{i / 2}}"}"""));
        string[] args = [.. Adapter("photos-adapter", "Trajectory"), "--images", At("photos"), "--captions", captions, "--size", "64", "--inversion-steps", "2", "--gradient-checkpointing", .. s_short];

        Expect("adapter.safetensors: written", args);
        using AdapterWeights weights = AdapterWeights.Load(At("photos-adapter/adapter.safetensors"), ModelFolder.Open(At("base/model")).UNet.Sites);
        Assert.Equal(FeatureSource.Trajectory, weights.Source);

        File.AppendAllText(captions, """{"file_name": "9.png", "text": "nobody"}""");
        Assert.Contains("9.png", Fails(3, [.. args, "--resume"]), StringComparison.Ordinal);
        File.WriteAllText(captions, """{"file_name": "0.png"}""");
        Assert.Contains("line 1", Fails(4, [.. args, "--resume"]), StringComparison.Ordinal);
        Assert.Contains("--latents", Fails(2, [.. Adapter("other", "Clean"), "--images", At("photos")]), StringComparison.Ordinal);
        Assert.Contains("no/such", Fails(3, [.. Adapter("other", "Clean"), "--images", "no/such", "--captions", captions]), StringComparison.Ordinal);
    }

    /// <summary>All kinds of rows are drawn and scored, kept for the next time, and drawn again where their file has changed.</summary>
    private async Task Results()
    {
        Expect("verification", ["train", "recognizer", "--vae", At("vae/vae"), "--out", At("recognizer"), "--people", "4", "--scenes", "2", "--validation-people", "4", .. s_short]);
        ResultRow[] rows =
        [
            new("text only", RowKind.TextOnly),
            new("training-free", RowKind.TrainingFree) { Source = FeatureSource.InversionPass, Iterations = 2 },
            new("EAA, clean", RowKind.Adapter) { Weights = "clean/adapter.safetensors" },
            new("IP-Adapter", RowKind.IpAdapter) { Weights = "ip/ip_adapter.safetensors" },
            new("EAA that nobody trained", RowKind.Adapter) { Weights = "none/adapter.safetensors" },
        ];
        var settings = new ResultSettings(At("base/model"), _folder.Path, People: 3, Steps: 2, Guidance: 3, Seeds: [1]);
        var log = new StringWriter();
        var run = new ResultsRun(settings, At("recognizer/recognizer"), At("results"), log);
        await run.RunAsync(rows, TestContext.Current.CancellationToken);

        string[] table = File.ReadAllLines(At("results/table.md"));
        Assert.Equal(["true drawings (the ceiling)", "text only", "training-free", "EAA, clean", "IP-Adapter"], table.Skip(2).Select(line => line.Split('|')[1].Trim()));
        string[][] cells = [.. table.Skip(2).Select(line => line.Split('|').Select(cell => cell.Trim()).ToArray())];
        Assert.Equal(["1.00", "0.00"], cells.Take(2).Select(row => row[3]));
        Assert.Equal(["0", "0", "4", "1", "0"], cells.Select(row => row[10]));
        Assert.All(cells, row => Assert.Equal(14, row.Length));
        Assert.Contains("EAA that nobody trained: left out", log.ToString(), StringComparison.Ordinal);
        Assert.True(File.Exists(At("results/ip-adapter.png")));

        DateTime drawn = File.GetLastWriteTimeUtc(At("results/eaa--clean.json"));
        File.SetLastWriteTimeUtc(At("clean/adapter.safetensors"), DateTime.UtcNow.AddMinutes(-5));
        Relabel(At("ip/ip_adapter.safetensors"));
        DateTime compared = File.GetLastWriteTimeUtc(At("results/ip-adapter.json"));
        await run.RunAsync(rows, TestContext.Current.CancellationToken);
        Assert.Equal(drawn, File.GetLastWriteTimeUtc(At("results/eaa--clean.json")));
        Assert.NotEqual(compared, File.GetLastWriteTimeUtc(At("results/ip-adapter.json")));
        Assert.Equal(table.Select(Scores), File.ReadAllLines(At("results/table.md")).Select(Scores));

        // Another file with the same weights: scores stay as they are.
        static void Relabel(string path)
        {
            using (SafetensorsFile file = SafetensorsFile.Open(path))
            {
                SafetensorsWriter.Write(
                    path + ".again",
                    file.Tensors.Values.Select(tensor => new TensorSource(tensor.Name, tensor.ElementType, tensor.Shape.AsSpan(), stream => stream.Write(file.Bytes(tensor)))),
                    new Dictionary<string, string> { ["format"] = "pt", ["again"] = "yes" });
            }

            File.Move(path + ".again", path, overwrite: true);
        }

        // All but the milliseconds.
        static string Scores(string line) => string.Join('|', line.Split('|').Take(10));
    }

    private string At(string name) => _folder.At(name);

    private string[] Adapter(string run, string source) => ["train", "adapter", "--base", At("base/model"), "--out", At(run), "--source", source];

    private static void Expect(string text, string[] args)
    {
        (int code, string output, string errors) = TrainingTool.Run(args);
        Assert.True(code == 0, $"{string.Join(' ', args)}: {code}, {errors}");
        Assert.Contains(text, output, StringComparison.Ordinal);
    }

    private static string Fails(int expected, string[] args)
    {
        (int code, _, string errors) = TrainingTool.Run(args);
        Assert.Equal(expected, code);
        return errors;
    }
}
