using InvAdapter.Cli;
using InvAdapter.Skia;
using Xunit;

namespace InvAdapter.Tests.Cli;

/// <summary>Every cause has its exit code, one line for people, and one object for scripts.</summary>
public class FailureTests
{
    private const string Message = "something\nis wrong";

    public static IEnumerable<TheoryDataRow<string, int, string>> Causes =>
    [
        new(nameof(InvalidOperationException), 1, "unexpected"),
        new(nameof(ArgumentNullException), 1, "unexpected"),
        new(nameof(ArgumentException), 2, "usage"),
        new(nameof(FileNotFoundException), 3, "file"),
        new(nameof(UnauthorizedAccessException), 3, "file"),
        new(nameof(InvalidFileException), 4, "format"),
        new(nameof(ModelFormatException), 4, "format"),
        new(nameof(ExecutionProviderException), 5, "provider"),
        new(nameof(IdentityMismatchException), 6, "mismatch"),
        new(nameof(InferenceException), 7, "inference"),
        new(nameof(InsufficientMemoryException), 7, "inference"),
        new(nameof(OperationCanceledException), 1, "unexpected"),
    ];

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_failure_while_loading_has_its_code_and_one_line(string cause, int code, string kind)
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { LoadingFails = Error(cause) }, place.Generate("-q"));

        Assert.Equal(code, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith("invadapter: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(place.Written);
        Assert.Equal(kind, Failure.Of(Error(cause), isCancelled: false).Kind);
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public async Task A_failure_while_running_is_an_object_in_json_and_nothing_is_written(string cause, int code, string kind)
    {
        using var place = new Workplace();
        foreach (string[] args in (string[][])[place.Enroll("--json"), place.Generate("--json"), place.Reconstruct("--json", "--sheet", place["s.png"])])
        {
            var pipeline = new FakePipeline { RunFails = Error(cause) };
            CliRun run = await CliRun.Of(pipeline, args);

            Assert.Equal(code, run.ExitCode);
            Assert.Equal(code, run.Json.GetProperty("error").GetProperty("exitCode").GetInt32());
            Assert.Equal(kind, run.Json.GetProperty("error").GetProperty("kind").GetString());
            Assert.NotEqual("", run.Json.GetProperty("error").GetProperty("message").GetString());
            Assert.Empty(place.Written);
            Assert.Equal(1, pipeline.Disposals);
        }
    }

    [Fact]
    public async Task A_wrong_file_is_told_by_its_parts()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { LoadingFails = Error(nameof(ModelFormatException)) }, place.Generate("--json"));

        System.Text.Json.JsonElement error = run.Json.GetProperty("error");
        Assert.Equal(["unet/config.json", "act_fn", "silu", "relu"], ((string[])["file", "item", "expected", "actual"]).Select(key => error.GetProperty(key).GetString()));
    }

    [Fact]
    public async Task Verbose_shows_where_it_came_from()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { RunFails = Error(nameof(InvalidFileException)) }, place.Generate("--verbose"));
        Assert.Contains("   at ", run.Error, StringComparison.Ordinal);
        Assert.Contains(nameof(FakePipeline), run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_out_of_range_is_told_with_its_limits()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(place.Generate("--guidance", "0.5"));
        Assert.Equal((2, "invadapter: Use a guidance scale of 1 to 100, not 0.5.\n"), (run.ExitCode, run.Error.ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("enroll")]
    [InlineData("generate")]
    [InlineData("reconstruct")]
    public async Task Cancelling_in_the_middle_writes_nothing_and_ends_with_130(string command)
    {
        using var place = new Workplace();
        var pipeline = new FakePipeline { CancelsAtStep = 1 };
        CliRun run = await CliRun.Of(pipeline, command switch { "enroll" => place.Enroll(), "generate" => place.Generate(), _ => place.Reconstruct() });

        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith("invadapter: cancelled.", run.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Empty(place.Written);
        Assert.Equal(1, pipeline.Disposals);
    }

    [Fact]
    public async Task Cancelling_is_told_in_json_too()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { CancelsAtStep = 2 }, place.Generate("--json"));
        Assert.Equal("cancelled", run.Json.GetProperty("error").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_result_that_is_done_when_the_user_cancels_is_not_written()
    {
        using var place = new Workplace();
        CliRun run = await CliRun.Of(new FakePipeline { CancelsAtStep = 3 }, place.Enroll());
        Assert.Equal(130, run.ExitCode);
        Assert.Empty(place.Written);
    }

    [Fact]
    public async Task A_cut_photo_is_refused_before_the_model_is_loaded()
    {
        using var place = new Workplace();
        byte[] whole = await File.ReadAllBytesAsync(place.Photo, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(place.Photo, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        foreach (string[] args in (string[][])[place.Enroll(), place.Reconstruct(), place.Generate("--image", place.Photo)])
        {
            var pipeline = new FakePipeline();
            CliRun run = await CliRun.Of(pipeline, args);
            Assert.Equal(ExitCodes.Format, run.ExitCode);
            Assert.Contains("photo.png", run.Error, StringComparison.Ordinal);
            Assert.Empty(pipeline.Loads);
        }
    }

    [Fact]
    public async Task A_missing_file_is_refused_before_the_model_is_loaded()
    {
        using var place = new Workplace();
        File.Delete(place.Photo);
        string[][] calls =
        [
            place.Enroll(),
            place.Reconstruct(),
            place.Generate("--image", place.Photo),
            place.Generate("--identity", place["no.identity.safetensors"]),
            place.Generate("--adapter", place["no.safetensors"]),
            ["generate", "--model", place["nothing"], "--prompt", "x", "--out", place["a.png"]],
        ];
        foreach (string[] args in calls)
        {
            var pipeline = new FakePipeline();
            CliRun run = await CliRun.Of(pipeline, args);
            Assert.Equal(ExitCodes.FileAccess, run.ExitCode);
            Assert.Empty(pipeline.Loads);
        }
    }

    [Fact]
    public async Task An_identity_that_is_a_picture_is_a_wrong_format()
    {
        using var place = new Workplace();
        ImageFile.Write(place["x.png"], ImageFile.Read(place.Photo));
        CliRun run = await CliRun.Of(place.Generate("--identity", place["x.png"]));
        Assert.Equal(ExitCodes.Format, run.ExitCode);
    }

    private static Exception Error(string cause) => cause switch
    {
        nameof(InvalidOperationException) => new InvalidOperationException(Message),
        nameof(ArgumentNullException) => new ArgumentNullException(nameof(cause), Message),
        nameof(ArgumentException) => new ArgumentException(Message, nameof(cause)),
        nameof(FileNotFoundException) => new FileNotFoundException(Message),
        nameof(UnauthorizedAccessException) => new UnauthorizedAccessException(Message),
        nameof(InvalidFileException) => new InvalidFileException("file", "item", "right", "wrong"),
        nameof(ModelFormatException) => new ModelFormatException("unet/config.json", "act_fn", "silu", "relu"),
        nameof(ExecutionProviderException) => new ExecutionProviderException("CUDA", Message),
        nameof(IdentityMismatchException) => new IdentityMismatchException("The identity", "a", "b"),
        nameof(InferenceException) => new InferenceException("unet", "Running", new InvalidOperationException(Message)),
        nameof(InsufficientMemoryException) => new InsufficientMemoryException(Message),
        nameof(OperationCanceledException) => new OperationCanceledException(Message),
        _ => throw new ArgumentException(cause, nameof(cause)),
    };
}
