using System.Text.Json;
using InvAdapter.Cli;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class InspectTests
{
    private static string Golden => Path.Combine(GoldenFolders.InRepository, "tiny-sd15");

    [Fact]
    public async Task A_model_is_described_part_by_part()
    {
        using var model = new SmallModel();
        CliRun run = await CliRun.Of("inspect", model.Path, "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("model", "Stable Diffusion 1.x", 128), (run.Json.GetProperty("kind").GetString(), run.Json.GetProperty("family").GetString(), run.Json.GetProperty("imageSize").GetInt32()));
        Assert.Equal(["unet", "vae", "text_encoder"], run.Json.GetProperty("components").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        JsonElement unet = run.Json.GetProperty("components")[0];
        Assert.Equal((2_446_788L, "Float32"), (unet.GetProperty("parameters").GetInt64(), unet.GetProperty("elementTypes")[0].GetString()));
        Assert.Equal(32, run.Json.GetProperty("sites").EnumerateArray().Sum(group => group.GetProperty("count").GetInt32()));
        Assert.Equal(0, run.Json.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Every_problem_of_a_folder_is_listed()
    {
        using var model = new SmallModel();
        Directory.Delete(Path.Combine(model.Path, "tokenizer"), recursive: true);
        Directory.Delete(Path.Combine(model.Path, "scheduler"), recursive: true);
        File.Delete(Path.Combine(model.Path, "vae", "config.json"));
        File.Delete(Path.Combine(model.Path, "text_encoder", "model.safetensors"));
        string weights = Path.Combine(model.Path, "unet", "diffusion_pytorch_model.safetensors");
        File.Delete(weights);
        SafetensorsWriter.Write(weights, [TensorSource.FromSingle("stranger.weight", new float[4], [4])]);
        CliRun run = await CliRun.Of("inspect", model.Path);

        Assert.Equal(ExitCodes.Format, run.ExitCode);
        foreach (string part in (string[])["tokenizer", "scheduler", "vae", "model.safetensors", "unexpected tensors: stranger.weight", "no tensor begins with conv_in.", "attn1.to_q.weight"])
            Assert.Contains(run.Output.Split('\n'), line => line.StartsWith("problem", StringComparison.Ordinal) && line.Contains(part, StringComparison.Ordinal));
        Assert.Contains("Stable Diffusion 1.x", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_that_do_not_fit_each_other_are_a_problem()
    {
        using var model = new SmallModel();
        string config = Path.Combine(model.Path, "unet", "config.json");
        string text = (await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken)).Replace("\"cross_attention_dim\": 32", "\"cross_attention_dim\": 48", StringComparison.Ordinal);
        File.Delete(config);
        await File.WriteAllTextAsync(config, text, TestContext.Current.CancellationToken);
        CliRun run = await CliRun.Of("inspect", model.Path);
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        Assert.Contains("cross_attention_dim", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_is_described()
    {
        using var place = new Workplace();
        await CliRun.Of(place.Enroll());
        CliRun run = await CliRun.Of("inspect", place["a.identity.safetensors"], "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("identity", FakePipeline.Fingerprint, "DDIM", 3), (run.Json.GetProperty("kind").GetString(), run.Json.GetProperty("model").GetString(), run.Json.GetProperty("inversion").GetString(), run.Json.GetProperty("steps").GetInt32()));
        Assert.Equal(32, run.Json.GetProperty("featureBytes").GetInt64());
        Assert.Contains("checksum right", (await CliRun.Of("inspect", place["a.identity.safetensors"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_identity_is_refused()
    {
        using var place = new Workplace();
        await CliRun.Of(place.Enroll());
        byte[] bytes = await File.ReadAllBytesAsync(place["a.identity.safetensors"], TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(place["a.identity.safetensors"], bytes, TestContext.Current.CancellationToken);
        CliRun run = await CliRun.Of("inspect", place["a.identity.safetensors"]);
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        Assert.Contains("altered", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_is_described()
    {
        CliRun run = await CliRun.Of("inspect", Path.Combine(Golden, "inv_adapter.safetensors"), "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("adapter", "1", 32, 139_264L), (run.Json.GetProperty("kind").GetString(), run.Json.GetProperty("version").GetString(), run.Json.GetProperty("sites").GetArrayLength(), run.Json.GetProperty("parameters").GetInt64()));
        Assert.Contains("10 self of width 32", (await CliRun.Of("inspect", Path.Combine(Golden, "inv_adapter.safetensors"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapters_problems_are_all_listed()
    {
        using var place = new Workplace();
        SafetensorsWriter.Write(
            place["x.safetensors"],
            [
                TensorSource.FromSingle("a.attn1.to_k_id.weight", new float[4], [2, 2]),
                TensorSource.FromSingle("b.attn1.to_k_id.weight", new float[6], [2, 3]),
                TensorSource.FromSingle("other", new float[1], [1]),
            ],
            new Dictionary<string, string> { ["format"] = "inv-adapter", ["version"] = "2" });
        CliRun run = await CliRun.Of("inspect", place["x.safetensors"], "--json");
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        string problems = string.Join('\n', run.Json.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));
        foreach (string problem in (string[])["a.attn1.to_v_id.weight is missing", "[2,3] should be a square matrix", "other is no adapter weight", "version should be 1, but is 2", "no site with both maps"])
            Assert.Contains(problem, problems, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unet/diffusion_pytorch_model.safetensors", "a UNet's weights")]
    [InlineData("vae/diffusion_pytorch_model.safetensors", "an autoencoder's weights")]
    [InlineData("text_encoder/model.safetensors", "a text encoder's weights")]
    [InlineData("golden.safetensors", "another safetensors file")]
    [InlineData("golden.json", "golden.json")]
    [InlineData("vae", "neither model_index.json nor unet/")]
    public async Task Anything_else_is_refused_and_named(string path, string message)
    {
        CliRun run = await CliRun.Of("inspect", Path.Combine(Golden, path));
        Assert.Equal(ExitCodes.Format, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_not_there_is_no_format_error()
    {
        CliRun run = await CliRun.Of("inspect", Path.Combine(Golden, "nothing"));
        Assert.Equal(ExitCodes.FileAccess, run.ExitCode);
    }

    [Fact]
    public async Task A_variant_is_for_folders()
    {
        CliRun run = await CliRun.Of("inspect", Path.Combine(Golden, "inv_adapter.safetensors"), "--variant", "fp16");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
    }
}
