using InvAdapter.Tests;
using InvAdapter.Training.Cli;
using Xunit;

namespace InvAdapter.Training.Tests.Runs;

public class TrainApplicationTests : TorchTest
{
    [Fact]
    public void Trains_stops_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        string[] args = ["train", "autoencoder", "--out", folder.At("run"), "--steps", "2", "--batch", "2", "--channels", "8,8,8", "--threads", "1"];
        Assert.Equal((130, "", "invadapter-train: stopped, with a checkpoint; --resume goes on from it.\n"), Run(args, new CancellationToken(canceled: true)));
        (int code, string output, string errors) = Run([.. args, "--resume"]);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("step 2 of 2, loss ", output, StringComparison.Ordinal);
        Assert.Contains(" samples/s, 0:00:00 left\n", output, StringComparison.Ordinal);
        Assert.Contains("PSNR", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("run/vae/config.json")));
        Assert.Equal(6, Run(args).Code);
        Assert.Equal(4, Run([.. args, "--resume", "--seed", "1"]).Code);
    }

    [Theory]
    [InlineData("--channels", "8,x", "--channels 8,x: give whole numbers")]
    [InlineData("--size", "60", "64 to 512")]
    [InlineData("--batch", "0", "1 to 65536")]
    [InlineData("--norm-groups", "7", "doesn't divide")]
    [InlineData("--colour", "red", "--colour")]
    public void Bad_options_are_usage_errors(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();
        (int code, _, string errors) = Run(["train", "autoencoder", "--out", folder.At("run"), option, value]);
        Assert.Equal(2, code);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    private static (int Code, string Output, string Errors) Run(string[] args, CancellationToken? cancellation = null)
    {
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        int code = TrainApplication.Run(args, output, errors, cancellation ?? TestContext.Current.CancellationToken);
        return (code, output.ToString(), errors.ToString());
    }
}
