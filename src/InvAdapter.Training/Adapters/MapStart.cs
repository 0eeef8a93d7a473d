namespace InvAdapter.Training.Adapters;

/// <summary>Where one of an adapter's maps starts from.</summary>
public enum MapStart
{
    /// <summary>PyTorch's usual random weights of a linear layer.</summary>
    Random,

    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The base model's own projection of that layer: reference attention. Self-attention only, where the widths agree.</summary>
    Base,
}
