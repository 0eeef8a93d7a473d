using System.CommandLine;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>What commands say of their options.</summary>
internal static class CommandOptions
{
    /// <summary>Refuses numbers outside a range.</summary>
    public static Option<int> Between(this Option<int> option, int least, int most)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValue(option) is int value && (value < least || value > most))
                result.AddError($"{option.Name} is {least} to {most}, not {value}.");
        });
        return option;
    }

    /// <summary>Adds options that several commands have.</summary>
    public static void AddAll(this Command command, IEnumerable<Option> options)
    {
        foreach (Option option in options)
            command.Add(option);
    }
}
