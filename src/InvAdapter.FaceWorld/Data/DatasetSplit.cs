namespace InvAdapter.FaceWorld;

/// <summary>A range of identity seeds. No two splits share a seed.</summary>
public sealed record DatasetSplit
{
    private DatasetSplit(string name, long firstSeed, int people)
    {
        Name = name;
        FirstSeed = firstSeed;
        People = people;
    }

    /// <summary>Seeds 0 to 9,999,999: everything is trained on these.</summary>
    public static DatasetSplit Train { get; } = new("train", 0, 10_000_000);

    /// <summary>Seeds 10,000,000 to 10,099,999: for choosing settings.</summary>
    public static DatasetSplit Validation { get; } = new("validation", 10_000_000, 100_000);

    /// <summary>Seeds 20,000,000 to 20,099,999: for results only.</summary>
    public static DatasetSplit HeldOut { get; } = new("held-out", 20_000_000, 100_000);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>Seed of the first person.</summary>
    public long FirstSeed { get; }

    /// <summary>How many people there are, with seeds from <see cref="FirstSeed"/> on.</summary>
    public int People { get; }
}
