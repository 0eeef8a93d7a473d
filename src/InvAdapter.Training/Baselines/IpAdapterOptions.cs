using System.Collections.Immutable;

namespace InvAdapter.Training.Baselines;

/// <summary>The shape of an IP-Adapter that is trained from nothing.</summary>
public sealed record IpAdapterOptions
{
    private readonly int _tokens = 16;
    private readonly ImmutableArray<int> _encoderChannels = [24, 40, 64, 96];

    /// <summary>Tokens that a picture becomes, 1 to 256.</summary>
    public int Tokens
    {
        get => _tokens;
        init => _tokens = value is >= 1 and <= 256 ? value : throw new ArgumentOutOfRangeException(nameof(Tokens), value, "Use 1 to 256 tokens.");
    }

    /// <summary>Channels of the image encoder behind each halving, 1 to 8 multiples of 8.</summary>
    public ImmutableArray<int> EncoderChannels
    {
        get => _encoderChannels;
        init => _encoderChannels = value is { IsDefault: false, Length: >= 1 and <= 8 } && value.All(width => width is >= 8 and <= 4096 && width % 8 == 0)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(EncoderChannels), value.IsDefault ? "none" : string.Join(',', value), "Use 1 to 8 multiples of 8.");
    }
}
