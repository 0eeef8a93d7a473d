using InvAdapter.Training.Data;
using Xunit;

namespace InvAdapter.Tests.Training;

public class LossLogTests
{
    [Fact]
    public void A_resumed_log_is_that_of_a_run_left_alone()
    {
        using var folder = new TemporaryFolder();
        using (LossLog log = LossLog.Open(folder.At("left-alone.csv"), 0))
            WriteSteps(log, 0, 10);
        using (LossLog log = LossLog.Open(folder.At("killed.csv"), 0))
            WriteSteps(log, 0, 7);
        File.AppendAllText(folder.At("killed.csv"), "7,0.1");
        using (LossLog log = LossLog.Open(folder.At("killed.csv"), 5))
            WriteSteps(log, 5, 10);

        Assert.Equal(File.ReadAllText(folder.At("left-alone.csv")), File.ReadAllText(folder.At("killed.csv")));
        Assert.Equal(Entry(9), LossLog.Read(folder.At("killed.csv"))[9]);
        Assert.Empty(LossLog.Read(folder.At("nothing.csv")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else\n")]
    [InlineData("step,loss,learning_rate,gradient_norm\n1,2\n")]
    public void Another_file_is_left_as_it_is(string content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("loss.csv", content);
        Assert.Throws<InvalidFileException>(() => LossLog.Open(path, 0));
        Assert.Equal(content, File.ReadAllText(path));
    }

    private static LossLogEntry Entry(long step) => new(step, 1.0 / (step + 3), 1e-4 / 3, double.Sqrt(step));

    private static void WriteSteps(LossLog log, int from, int to)
    {
        for (int step = from; step < to; step++)
            log.Write(Entry(step));
    }
}
