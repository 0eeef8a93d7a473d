namespace InvAdapter.FaceWorld;

/// <summary>Beard and moustache.</summary>
public sealed record BeardLook
{
    /// <summary>How it is worn.</summary>
    public BeardStyle Style { get; init => field = Within.Defined(value); }

    /// <summary>Sparse to thick, -1 to 1.</summary>
    public float Thickness { get; init => field = Within.Signed(value); }

    /// <summary>Lighter than the hair to darker, -1 to 1.</summary>
    public float Darkness { get; init => field = Within.Signed(value); }

    internal static BeardLook Draw(SeededRandom random, Leaning leaning) => new()
    {
        Style = random.Chance(leaning.Rugged < 0.5 ? 0 : 1.2 * leaning.Rugged - 0.3)
            ? random.Weighted<BeardStyle>(
            [
                (BeardStyle.Stubble, 1.2), (BeardStyle.Moustache, 1), (BeardStyle.Handlebar, 0.6), (BeardStyle.Goatee, 1),
                (BeardStyle.Chinstrap, 0.5), (BeardStyle.Full, 1.5), (BeardStyle.Long, 0.8),
            ])
            : BeardStyle.None,
        Thickness = random.Signed(),
        Darkness = random.Signed(),
    };
}
