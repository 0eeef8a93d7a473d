namespace InvAdapter.Training.Optimization;

/// <summary>Constants of AdamW. The defaults are PyTorch's.</summary>
public sealed record AdamWOptions
{
    private readonly double _beta1 = 0.9;
    private readonly double _beta2 = 0.999;
    private readonly double _epsilon = 1e-8;
    private readonly double _weightDecay = 0.01;

    /// <summary>Memory of the first moment, 0 up to but not including 1.</summary>
    public double Beta1
    {
        get => _beta1;
        init => _beta1 = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta1), value, "Use 0 up to but not including 1.");
    }

    /// <summary>Memory of the second moment, 0 up to but not including 1.</summary>
    public double Beta2
    {
        get => _beta2;
        init => _beta2 = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Beta2), value, "Use 0 up to but not including 1.");
    }

    /// <summary>What is added to the root of the second moment, above 0.</summary>
    public double Epsilon
    {
        get => _epsilon;
        init => _epsilon = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(Epsilon), value, "Use a number above 0.");
    }

    /// <summary>Share of the weights that a step at learning rate 1 would take away, 0 or more.</summary>
    public double WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "Use 0 or more.");
    }
}
