using System.Collections.Immutable;

namespace InvAdapter.Training.Recognition;

/// <summary>The shape of a recogniser that is trained, what its images go through, and what its loss weighs.</summary>
public sealed record RecognizerOptions
{
    private readonly int _inputSize = 64;
    private readonly ImmutableArray<int> _channels = [32, 64, 96, 128];
    private readonly int _sharedLevels;
    private readonly int _normGroups = 8;
    private readonly int _embeddingSize = 128;
    private readonly double _decodedShare = 0.5;
    private readonly double _scale = 16;
    private readonly double _margin = 0.2;
    private readonly double _classWeight = 1;
    private readonly double _measureWeight = 2;
    private readonly double _sceneWeight = 2;
    private readonly int _shift = 2;
    private readonly double _brightness = 0.05;
    private readonly double _noise = 0.04;

    /// <summary>A recogniser's folder that is trained on, of the same configuration, scene facts included; null to begin from nothing.</summary>
    public string? Start { get; init; }

    /// <summary>Pixels across and down that images are brought to, 8 to 512; a multiple of 2 to the number of levels.</summary>
    public int InputSize
    {
        get => _inputSize;
        init => _inputSize = value is >= 8 and <= 512 ? value : throw new ArgumentOutOfRangeException(nameof(InputSize), value, "Use 8 to 512 pixels.");
    }

    /// <summary>Channels of each level; every level halves both sides. 1 to 8 levels.</summary>
    public ImmutableArray<int> Channels
    {
        get => _channels;
        init => _channels = value is { IsDefault: false, Length: >= 1 and <= 8 } && value.All(width => width is >= 1 and <= 4096)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Channels), value.IsDefault ? "none" : string.Join(',', value), "Use 1 to 8 numbers from 1 to 4096.");
    }

    /// <summary>How many of the first levels identity and scene have in common, 0 to all.</summary>
    public int SharedLevels
    {
        get => _sharedLevels;
        init => _sharedLevels = value is >= 0 and <= 8 ? value : throw new ArgumentOutOfRangeException(nameof(SharedLevels), value, "Use 0 to 8 levels.");
    }

    /// <summary>Groups of every group normalisation; a divisor of all <see cref="Channels"/>.</summary>
    public int NormGroups
    {
        get => _normGroups;
        init => _normGroups = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(NormGroups), value, "Use 1 group or more.");
    }

    /// <summary>Numbers of an embedding, 2 to 1024.</summary>
    public int EmbeddingSize
    {
        get => _embeddingSize;
        init => _embeddingSize = value is >= 2 and <= 1024 ? value : throw new ArgumentOutOfRangeException(nameof(EmbeddingSize), value, "Use 2 to 1024 numbers.");
    }

    /// <summary>Share of the training images that are encoded and decoded first, 0 to 1, where there is an autoencoder.</summary>
    public double DecodedShare
    {
        get => _decodedShare;
        init => _decodedShare = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(DecodedShare), value, "Use 0 to 1.");
    }

    /// <summary>CosFace's s, which cosines are multiplied by; above 0.</summary>
    public double Scale
    {
        get => _scale;
        init => _scale = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(Scale), value, "Use a number above 0.");
    }

    /// <summary>CosFace's m, by which the right person's cosine must be greater; 0 up to but not including 1.</summary>
    public double Margin
    {
        get => _margin;
        init => _margin = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Margin), value, "Use 0 up to but not including 1.");
    }

    /// <summary>What people's classes count for beside who they are, 0 or more.</summary>
    public double ClassWeight
    {
        get => _classWeight;
        init => _classWeight = Weight(value, nameof(ClassWeight));
    }

    /// <summary>What people's measures count for beside who they are, 0 or more.</summary>
    public double MeasureWeight
    {
        get => _measureWeight;
        init => _measureWeight = Weight(value, nameof(MeasureWeight));
    }

    /// <summary>What scenes count for beside people, 0 or more.</summary>
    public double SceneWeight
    {
        get => _sceneWeight;
        init => _sceneWeight = Weight(value, nameof(SceneWeight));
    }

    /// <summary>Most pixels of the input size that training images are moved by, 0 to 16.</summary>
    public int Shift
    {
        get => _shift;
        init => _shift = value is >= 0 and <= 16 ? value : throw new ArgumentOutOfRangeException(nameof(Shift), value, "Use 0 to 16 pixels.");
    }

    /// <summary>Most that training images are made brighter, darker, and of more or less contrast; 0 to 1.</summary>
    public double Brightness
    {
        get => _brightness;
        init => _brightness = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Brightness), value, "Use 0 to 1.");
    }

    /// <summary>Highest standard deviation of noise in training images, 0 to 1.</summary>
    public double Noise
    {
        get => _noise;
        init => _noise = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Noise), value, "Use 0 to 1.");
    }

    /// <summary>The network's shape.</summary>
    /// <param name="facts">What it is to tell of a scene.</param>
    /// <exception cref="ArgumentException">The options don't go together.</exception>
    internal RecognizerConfiguration Configuration(ImmutableArray<ClassLabel> facts)
    {
        if (Channels.FirstOrDefault(width => width % NormGroups != 0) is int uneven and not 0)
            throw new ArgumentException($"{nameof(Channels)} has {uneven}, which {nameof(NormGroups)} {NormGroups} doesn't divide.");
        if (InputSize % (1 << Channels.Length) != 0)
            throw new ArgumentException($"{nameof(InputSize)} {InputSize} can't be halved {Channels.Length} times; use a multiple of {1 << Channels.Length}.");
        if (SharedLevels > Channels.Length)
            throw new ArgumentException($"{nameof(SharedLevels)} is {SharedLevels}, but there are {Channels.Length} levels.");
        return new RecognizerConfiguration
        {
            InputSize = InputSize,
            Channels = Channels,
            SharedLevels = SharedLevels,
            NormGroups = NormGroups,
            EmbeddingSize = EmbeddingSize,
            SceneFacts = facts,
        };
    }

    private static double Weight(double value, string name) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Use 0 or more.");
}
