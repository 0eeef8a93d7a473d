namespace InvAdapter.FaceWorld;

/// <summary>Who a person is: everything that stays the same from one picture of them to the next.</summary>
/// <remarks>A default instance is an average, bald person. What the prompt controls is a <see cref="FaceScene"/>.</remarks>
public sealed record FaceIdentity
{
    /// <summary>Outline of the head.</summary>
    public HeadShape Head { get; init => field = NotNull(value); } = new();

    /// <summary>Skin.</summary>
    public SkinLook Skin { get; init => field = NotNull(value); } = new();

    /// <summary>Freckles, moles, scars.</summary>
    public SkinMarks Marks { get; init => field = NotNull(value); } = new();

    /// <summary>Eyes.</summary>
    public EyeLook Eyes { get; init => field = NotNull(value); } = new();

    /// <summary>Eyebrows.</summary>
    public BrowLook Brows { get; init => field = NotNull(value); } = new();

    /// <summary>Nose.</summary>
    public NoseLook Nose { get; init => field = NotNull(value); } = new();

    /// <summary>Mouth.</summary>
    public MouthLook Mouth { get; init => field = NotNull(value); } = new();

    /// <summary>Ears.</summary>
    public EarLook Ears { get; init => field = NotNull(value); } = new();

    /// <summary>Hair.</summary>
    public HairLook Hair { get; init => field = NotNull(value); } = new();

    /// <summary>Beard and moustache.</summary>
    public BeardLook Beard { get; init => field = NotNull(value); } = new();

    /// <summary>Makes up a person. The same seed gives the same person on every machine and .NET version.</summary>
    /// <remarks>Each part draws from a SplitMix64 stream of its own, made from the seed and the part's number.</remarks>
    /// <param name="seed">Any number.</param>
    /// <returns>The person.</returns>
    public static FaceIdentity FromSeed(long seed)
    {
        int part = 0;
        SeededRandom Stream() => SeededRandom.Stream(seed, part++);
        Leaning leaning = Leaning.Draw(Stream());
        SkinLook skin = SkinLook.Draw(Stream(), leaning);
        return new FaceIdentity
        {
            Skin = skin,
            Head = HeadShape.Draw(Stream(), leaning),
            Marks = SkinMarks.Draw(Stream(), leaning),
            Eyes = EyeLook.Draw(Stream(), leaning, skin.Tone),
            Brows = BrowLook.Draw(Stream(), leaning),
            Nose = NoseLook.Draw(Stream(), leaning),
            Mouth = MouthLook.Draw(Stream(), leaning),
            Ears = EarLook.Draw(Stream()),
            Hair = HairLook.Draw(Stream(), leaning, skin.Tone),
            Beard = BeardLook.Draw(Stream(), leaning),
        };
    }

    private static T NotNull<T>(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }
}
