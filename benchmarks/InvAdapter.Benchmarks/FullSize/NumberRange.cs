using System.CommandLine;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Options whose numbers have bounds.</summary>
internal static class NumberRange
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
}
