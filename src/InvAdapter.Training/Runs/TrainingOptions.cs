using InvAdapter.Weights;
using static TorchSharp.torch;

namespace InvAdapter.Training.Runs;

/// <summary>How a run learns, whatever it trains.</summary>
public sealed record TrainingOptions
{
    private readonly long _steps = 20_000;
    private readonly int _batchSize = 32;
    private readonly double _learningRate = 1e-3;
    private readonly long _warmUpSteps = 200;
    private readonly double _averageDecay = 0.999;
    private readonly double _maximumGradientNorm = 1;
    private readonly double _weightDecay = 0.01;
    private readonly ScalarType _computeType = ScalarType.Float32;
    private readonly TimeSpan _checkpointInterval = TimeSpan.FromMinutes(2);
    private readonly int? _threads;
    private readonly ElementType _storeAs = ElementType.Float32;

    /// <summary>Steps of the optimiser, 1 or more.</summary>
    public long Steps
    {
        get => _steps;
        init => _steps = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Steps), value, "Use 1 step or more.");
    }

    /// <summary>Samples a step, 1 to 65536.</summary>
    public int BatchSize
    {
        get => _batchSize;
        init => _batchSize = value is >= 1 and <= 65536 ? value : throw new ArgumentOutOfRangeException(nameof(BatchSize), value, "Use 1 to 65536 samples.");
    }

    /// <summary>The highest learning rate, above 0; it falls to 0 along half a cosine.</summary>
    public double LearningRate
    {
        get => _learningRate;
        init => _learningRate = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "Use a learning rate above 0.");
    }

    /// <summary>Steps up to the highest learning rate; 0 or more, fewer than <see cref="Steps"/>.</summary>
    public long WarmUpSteps
    {
        get => _warmUpSteps;
        init => _warmUpSteps = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(WarmUpSteps), value, "Use 0 steps or more.");
    }

    /// <summary>Share that the moving average keeps at an update, 0 up to but not including 1. The average is what a run gives.</summary>
    public double AverageDecay
    {
        get => _averageDecay;
        init => _averageDecay = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AverageDecay), value, "Use 0 up to but not including 1.");
    }

    /// <summary>Longest that a gradient may be, above 0; infinity for any length.</summary>
    public double MaximumGradientNorm
    {
        get => _maximumGradientNorm;
        init => _maximumGradientNorm = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaximumGradientNorm), value, "Use a length above 0.");
    }

    /// <summary>AdamW's weight decay, 0 or more.</summary>
    public double WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "Use 0 or more.");
    }

    /// <summary>What the networks compute in: float32, or bfloat16 beside a float32 master.</summary>
    public ScalarType ComputeType
    {
        get => _computeType;
        init => _computeType = value is ScalarType.Float32 or ScalarType.BFloat16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ComputeType), value, "Use Float32 or BFloat16.");
    }

    /// <summary>Chooses first weights, order of the data, and noise.</summary>
    public uint Seed { get; init; }

    /// <summary>Time between checkpoints, and so the most that a killed run loses; zero saves after every step.</summary>
    public TimeSpan CheckpointInterval
    {
        get => _checkpointInterval;
        init => _checkpointInterval = value >= TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CheckpointInterval), value, "Use no time or some.");
    }

    /// <summary>What finished weights are stored as: float32, or float16 or bfloat16, which take half the room and load like any others. Checkpoints are float32 always.</summary>
    public ElementType StoreAs
    {
        get => _storeAs;
        init => _storeAs = value is ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StoreAs), value, "Use Float32, Float16 or BFloat16.");
    }

    /// <summary>Threads of libtorch, 1 to 1024; null for as many as it takes by itself. Another number may give other last bits.</summary>
    public int? Threads
    {
        get => _threads;
        init => _threads = value is null or (>= 1 and <= 1024) ? value : throw new ArgumentOutOfRangeException(nameof(Threads), value, "Use 1 to 1024 threads.");
    }
}
