using System.CommandLine;
using static TorchSharp.torch;

namespace InvAdapter.Training.Cli;

/// <summary>Where networks are computed.</summary>
internal sealed class DeviceOption : Option<string?>
{
    public DeviceOption()
        : base("--device")
    {
        Description = "Where networks compute: cpu, cuda, or one of several as in cuda:1. Default: cpu.";
        HelpName = "DEVICE";
    }

    /// <summary>Uses what was chosen; leaves everything as it is where nothing was.</summary>
    public void Use(ParseResult parse)
    {
        if (parse.GetValue(this) is not { } text)
            return;
        string[] parts = text.Split(':');
        if (parts is not (["cpu"] or ["cuda"] or ["cuda", _]) || (parts is [_, var number] && !byte.TryParse(number, out _)))
            throw new ArgumentException($"--device {text}: use cpu, cuda or cuda:N.");
        LibTorch.Require();
        LibTorch.Use(new Device(text));
    }
}
