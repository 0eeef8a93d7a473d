using InvAdapter.Cli;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class ProgressTests
{
    [Fact]
    public async Task Lines_come_at_both_ends_and_every_five_seconds()
    {
        var clock = new HandClock();
        using var error = new StringWriter();
        await new PlainProgress(error, clock).RunAsync("working", progress =>
        {
            for (int step = 0; step <= 20; step++)
            {
                progress.Report(new PipelineProgress(PipelineStage.Inverting, step, 20));
                clock.Advance(TimeSpan.FromSeconds(2));
            }

            return Task.FromResult(0);
        });
        Assert.Equal(
            [
                "working",
                "  inverting: 0% (0 of 20)",
                "  inverting: 15% (3 of 20), about 34 s left",
                "  inverting: 30% (6 of 20), about 28 s left",
                "  inverting: 45% (9 of 20), about 22 s left",
                "  inverting: 60% (12 of 20), about 16 s left",
                "  inverting: 75% (15 of 20), about 10 s left",
                "  inverting: 90% (18 of 20), about 4 s left",
                "  inverting: 100% (20 of 20)",
            ],
            error.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(125, "2 min 05 s")]
    [InlineData(7_260, "2 h 01 min")]
    public void Times_are_for_people(double seconds, string text) => Assert.Equal(text, StagePace.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_pace_counts_only_steps_whose_time_is_known()
    {
        var clock = new HandClock();
        var pace = new StagePace(clock, firstStep: 1);
        Assert.Null(pace.Left(1, 5));
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(30), pace.Left(2, 5));
        Assert.Null(pace.Left(5, 5));
    }

    [Fact]
    public async Task No_control_codes_leave_the_tool_without_a_terminal()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Generate("--image", place.Photo, "--sheet", place["s.png"]));
        Assert.DoesNotContain('\e', run.Error + run.Output);
        Assert.Contains("enrolling", run.Error, StringComparison.Ordinal);
        Assert.Contains("generating: 100% (3 of 3)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_is_quiet()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { CutText = "x" }, place.Generate("-q"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_terminal_gets_bars_on_the_error_stream_and_results_alone_on_the_other()
    {
        using var place = new Workplace();
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await CliApplication.RunAsync(place.Generate(), new CliConsole(output, error, IsInteractive: true), new FakePipeline().LoadAsync, TestContext.Current.CancellationToken);
        Assert.Equal((0, place["a.png"]), (code, output.ToString().TrimEnd()));
        Assert.Contains("\e[?25l", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h", error.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, "xterm", false)]
    [InlineData(false, null, "xterm", true)]
    [InlineData(false, "", "xterm", true)]
    [InlineData(false, "1", "xterm", false)]
    [InlineData(false, null, "dumb", false)]
    [InlineData(false, null, null, true)]
    public void Bars_are_for_terminals_whose_owner_wants_them(bool isRedirected, string? noColor, string? term, bool isTerminal) =>
        Assert.Equal(isTerminal, CliConsole.IsTerminal(isRedirected, name => name == "NO_COLOR" ? noColor : term));

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
