using System.CommandLine;
using System.Globalization;
using InvAdapter.Inversion;

namespace InvAdapter.Cli;

/// <summary>Options that choose how an image is inverted.</summary>
internal sealed class InversionOptions
{
    private readonly InversionMethod _default;
    private readonly Option<InversionMethod?> _method;

    public InversionOptions(InversionMethod @default)
    {
        _default = @default;
        _method = OptionOf.Choice(
            "--inversion",
            $"How to invert. fixed-point is slower and far more exact. Default: {(@default == InversionMethod.Ddim ? "ddim" : "fixed-point")}.",
            ("ddim", InversionMethod.Ddim),
            ("fixed-point", InversionMethod.FixedPoint));
    }

    public Option<int?> Iterations { get; } = OptionOf.Whole("--iterations", $"Most UNet calls a step of fixed-point inversion. Default: {FixedPointInverter.DefaultIterations}.");

    public Option<double?> Tolerance { get; } = OptionOf.Real("--tolerance", string.Create(CultureInfo.InvariantCulture, $"End a fixed-point step when it moves the latents by no more than this; 0 for never. Default: {FixedPointInverter.DefaultTolerance}."));

    /// <summary>All of them.</summary>
    public Option[] All => [_method, Iterations, Tolerance];

    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>The inverter that was asked for. Settings of fixed-point inversion ask for it too.</summary>
    public IInverter Read(ParseResult parse)
    {
        bool hasSettings = parse.Has(Iterations) || parse.Has(Tolerance);
        InversionMethod method = parse.GetValue(_method) ?? (hasSettings ? InversionMethod.FixedPoint : _default);
        if (method == InversionMethod.Ddim)
        {
            parse.Refuse("is for --inversion fixed-point.", Iterations, Tolerance);
            return new DdimInverter();
        }

        return new FixedPointInverter(parse.GetValue(Iterations) ?? FixedPointInverter.DefaultIterations, parse.GetValue(Tolerance) ?? FixedPointInverter.DefaultTolerance);
    }
}
