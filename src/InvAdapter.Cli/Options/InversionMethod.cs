namespace InvAdapter.Cli;

/// <summary>The inverters by their names on the command line.</summary>
internal enum InversionMethod
{
    Ddim,
    FixedPoint,
}
