namespace InvAdapter.Training.Adapters;

/// <summary>Where an adapter's maps start from. The default: self-attention as reference attention has it, cross-attention with values of zero.</summary>
public sealed record AdapterStart
{
    private readonly MapStart _crossKeys = MapStart.Random;
    private readonly MapStart _crossValues = MapStart.Zero;

    /// <summary>
    /// An adapter file that is trained on, of the same fusion; sites that it lacks begin as below. Null to begin from nothing.
    /// </summary>
    public string? File { get; init; }

    /// <summary>The key maps of self-attention sites.</summary>
    public MapStart SelfKeys { get; init; } = MapStart.Base;

    /// <summary>The value maps of self-attention sites.</summary>
    public MapStart SelfValues { get; init; } = MapStart.Base;

    /// <summary>The key maps of cross-attention sites; <see cref="MapStart.Random"/> or <see cref="MapStart.Zero"/>.</summary>
    public MapStart CrossKeys
    {
        get => _crossKeys;
        init => _crossKeys = NotBase(value, nameof(CrossKeys));
    }

    /// <summary>The value maps of cross-attention sites; <see cref="MapStart.Random"/> or <see cref="MapStart.Zero"/>.</summary>
    public MapStart CrossValues
    {
        get => _crossValues;
        init => _crossValues = NotBase(value, nameof(CrossValues));
    }

    private static MapStart NotBase(MapStart value, string name) => value is MapStart.Random or MapStart.Zero
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Use Random or Zero: the base's cross-attention maps take the text's width.");
}
