using InvAdapter.FaceWorld;
using InvAdapter.Tests;
using InvAdapter.Training.Recognition;
using InvAdapter.Training.Tests.Recognition;
using Xunit;

namespace InvAdapter.Training.Tests.Runs;

public class TrainApplicationTests : TorchTest
{
    [Fact]
    public void Trains_stops_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["train", "autoencoder", "--out", folder.At("run"), "--steps", "2", "--batch", "2", "--channels", "8,8,8", "--threads", "1"];
        Assert.Equal((130, "", "invadapter-train: stopped, with a checkpoint; --resume goes on from it.\n"), TrainingTool.Run(args, new CancellationToken(canceled: true)));
        (int code, string output, string errors) = TrainingTool.Run([.. args, "--resume"]);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("step 2 of 2, loss ", output, StringComparison.Ordinal);
        Assert.Contains(" samples/s, 0:00:00 left\n", output, StringComparison.Ordinal);
        Assert.Contains("PSNR", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("run/vae/config.json")));
        Assert.Equal(6, TrainingTool.Run(args).Code);
        Assert.Equal(4, TrainingTool.Run([.. args, "--resume", "--seed", "1"]).Code);
    }

    [Fact]
    public void Trains_a_recogniser_stops_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        string[] args =
        [
            "train", "recognizer", "--out", folder.At("run"), "--vae", RandomCodec.Save(folder.At("vae")), "--people", "3", "--scenes", "2",
            "--validation-people", "2", "--steps", "2", "--batch", "2", "--input", "32", "--threads", "1",
        ];
        Assert.Equal((130, "", "invadapter-train: stopped, with a checkpoint; --resume goes on from it.\n"), TrainingTool.Run(args, new CancellationToken(canceled: true)));
        (int code, string output, string errors) = TrainingTool.Run([.. args, "--resume"]);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("recognizer, on 8 decoded images of drawn faces, validation, 2 people:\nverification ", output, StringComparison.Ordinal);
        Assert.Contains("found again among 2: ", output, StringComparison.Ordinal);
        Assert.Contains("Expression ", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("run/report.json")));
        using var network = FaceRecognizer.Load(folder.At("run/recognizer"));
        Assert.Equal(Enum.GetValues<FactKind>().Select(kind => new ClassLabel(kind.ToString(), SceneFact.ClassCount(kind))), network.Configuration.SceneFacts);
        Assert.Equal(4, TrainingTool.Run([.. args, "--resume", "--margin", "0.1"]).Code);
    }

    [Theory]
    [InlineData(2, "--margin", "2", "0 up to but not including 1")]
    [InlineData(2, "--people", "0", "1 to 10000000 people")]
    [InlineData(2, "--scenes", "0", "scenes")]
    [InlineData(2, "--input", "40", "multiple of 16")]
    [InlineData(2, "--validation-people", "1", "two people")]
    [InlineData(4, "--vae", "nowhere", "config.json")]
    public void Bad_options_of_a_recogniser_say_what_is_wrong(int expected, string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        string[] vae = option == "--vae" ? [] : ["--vae", RandomCodec.Save(folder.At("vae"))];
        (int code, _, string errors) = TrainingTool.Run(["train", "recognizer", "--out", folder.At("run"), .. vae, option, value]);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Equal(expected, code);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    [Theory]
    [InlineData("--channels", "8,x", "--channels 8,x: give whole numbers")]
    [InlineData("--size", "60", "64 to 512")]
    [InlineData("--batch", "0", "1 to 65536")]
    [InlineData("--norm-groups", "7", "doesn't divide")]
    [InlineData("--colour", "red", "--colour")]
    [InlineData("--device", "gpu", "--device gpu: use cpu, cuda or cuda:N")]
    [InlineData("--device", "cuda:x", "--device cuda:x: use cpu, cuda or cuda:N")]
    public void Bad_options_are_usage_errors(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string errors) = TrainingTool.Run(["train", "autoencoder", "--out", folder.At("run"), option, value]);
        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    [Theory]
    [InlineData("--identity-loss needs a --recognizer.", "--identity-loss", "0.3")]
    [InlineData("--draw-steps needs a --recognizer.", "--draw-steps", "6")]
    [InlineData("--draw-learning-steps needs --draw-steps.", "--recognizer", ".", "--draw-learning-steps", "2")]
    [InlineData("--draw-guidance needs --draw-steps.", "--recognizer", ".", "--draw-guidance", "2")]
    [InlineData("Use 2 to 1000 steps.", "--recognizer", ".", "--draw-steps", "1")]
    [InlineData("5 of 4 steps can't learn.", "--recognizer", ".", "--draw-steps", "4", "--draw-learning-steps", "5")]
    public void Options_of_the_identity_loss_that_lack_their_ground_are_usage_errors(string message, params string[] options)
    {
        using var folder = new TemporaryFolder();
        foreach (string task in (string[])["adapter", "ip-adapter"])
        {
            (int code, _, string errors) = TrainingTool.Run(["train", task, "--out", folder.At("run"), "--base", "nowhere", "--latents", "nowhere", .. options]);
            Assert.Contains(message, errors, StringComparison.Ordinal);
            Assert.Equal(2, code);
            Assert.False(Directory.Exists(folder.At("run")));
        }
    }
}
