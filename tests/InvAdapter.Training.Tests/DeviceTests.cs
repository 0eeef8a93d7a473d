using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests;

public class DeviceTests : TorchTest
{
    [Fact]
    public void What_is_no_device_is_refused_and_changes_nothing()
    {
        ArgumentException kind = Assert.Throws<ArgumentException>(() => LibTorch.Use(META));
        Assert.Contains("cpu or cuda", kind.Message, StringComparison.Ordinal);
        var absent = new Device($"cuda:{cuda.device_count()}");
        LibTorchException missing = Assert.Throws<LibTorchException>(() => LibTorch.Use(absent));
        Assert.Contains($"no device {absent} here: it finds {cuda.device_count()}", missing.Message, StringComparison.Ordinal);
        LibTorch.Use(CPU);
        Assert.Equal(DeviceType.CPU, get_default_device().type);
    }

    [Fact]
    public void Random_numbers_depend_on_seed_and_step()
    {
        float[] Drawn(uint seed, long step)
        {
            LibTorch.Seed(seed, step);
            return Values(randn(4));
        }

        Assert.Equal(Drawn(1, 7), Drawn(1, 7));
        Assert.Equal(6, ((float[][])[Drawn(1, 7), Drawn(1, 8), Drawn(2, 7), Drawn(0, -1), Drawn(0, 0), Drawn(256, 0)]).DistinctBy(numbers => numbers[0]).Count());
    }
}
