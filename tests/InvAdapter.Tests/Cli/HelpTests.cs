using System.CommandLine;
using InvAdapter.Cli;
using Xunit;

namespace InvAdapter.Tests.Cli;

public class HelpTests
{
    public static IEnumerable<TheoryDataRow<string>> Commands => new CliRoot().Subcommands.Select(command => new TheoryDataRow<string>(command.Name));

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_with_all_its_options_and_examples(string name)
    {
        CliRun run = await CliRun.Of(name, "--help");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var command = (CliCommand)new CliRoot().Subcommands.Single(command => command.Name == name);
        Assert.Contains(command.Description!, run.Output, StringComparison.Ordinal);
        foreach (Option option in command.Options)
        {
            Assert.False(string.IsNullOrEmpty(option.Description), option.Name);
            Assert.Contains(option.Name, run.Output, StringComparison.Ordinal);
        }

        Assert.NotEmpty(command.Examples);
        Assert.All(command.Examples, example => Assert.Contains(example, run.Output, StringComparison.Ordinal));
        Assert.Contains("--json", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_is_a_line_that_the_parser_takes(string name)
    {
        var root = new CliRoot();
        var command = (CliCommand)root.Subcommands.Single(command => command.Name == name);
        foreach (string example in command.Examples)
        {
            ParseResult parse = root.Parse([.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(example).Skip(1)]);
            Assert.Empty(parse.Errors);
            Assert.Equal(name, parse.CommandResult.Command.Name);
        }
    }

    [Fact]
    public async Task The_tool_lists_its_commands()
    {
        CliRun run = await CliRun.Of("--help");
        Assert.Equal(0, run.ExitCode);
        Assert.All(new CliRoot().Subcommands, command => Assert.Contains($"  {command.Name} ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_tool_knows_its_version()
    {
        CliRun run = await CliRun.Of("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
    }

    [Fact]
    public async Task Providers_are_listed_with_the_cpu_first()
    {
        CliRun run = await CliRun.Of("providers", "--json");
        Assert.Equal(0, run.ExitCode);
        System.Text.Json.JsonElement cpu = run.Json.GetProperty("providers")[0];
        Assert.Equal(("CPU", true), (cpu.GetProperty("name").GetString(), cpu.GetProperty("isAvailable").GetBoolean()));
        Assert.Equal(7, run.Json.GetProperty("providers").GetArrayLength());
        Assert.Matches(@"^cpu +available", (await CliRun.Of("providers")).Output);
    }
}
