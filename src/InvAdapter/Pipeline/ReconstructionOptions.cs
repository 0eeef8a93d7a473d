using InvAdapter.Inversion;

namespace InvAdapter;

/// <summary>How an image is inverted and drawn again.</summary>
public sealed record ReconstructionOptions
{
    private readonly int _steps = 50;

    /// <summary>Steps there and back, 1 to 1000.</summary>
    public int Steps
    {
        get => _steps;
        init => _steps = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 1 to 1000 steps.");
    }

    /// <summary>How to invert.</summary>
    public IInverter Inverter { get; init; } = new FixedPointInverter();
}
