namespace InvAdapter.FaceWorld;

/// <summary>How often each hair style is worn.</summary>
internal static class HairStyleOdds
{
    public static ReadOnlySpan<(HairStyle Style, double Weight)> For(Leaning leaning)
    {
        double soft = 1 - leaning.Rugged;
        double rugged = leaning.Rugged;
        return new (HairStyle, double)[]
        {
            (HairStyle.Bald, 1.1 * rugged * rugged + 0.6 * leaning.Age * rugged + 0.03),
            (HairStyle.Buzz, 0.9 * rugged + 0.05),
            (HairStyle.Short, 1.0 * rugged + 0.05),
            (HairStyle.SidePart, 1.0 * rugged + 0.05),
            (HairStyle.SlickedBack, 0.8 * rugged + 0.15),
            (HairStyle.Quiff, 0.9 * rugged + 0.05),
            (HairStyle.Receding, 0.4 * rugged * rugged + 1.6 * leaning.Age * rugged),
            (HairStyle.Mohawk, 0.4 * rugged + 0.15),
            (HairStyle.Pixie, 0.9 * soft + 0.1),
            (HairStyle.Bowl, 0.4),
            (HairStyle.Bob, 1.1 * soft + 0.03),
            (HairStyle.LongStraight, 1.0 * soft + 0.12),
            (HairStyle.LongWavy, 1.0 * soft + 0.12),
            (HairStyle.LongFringe, 0.9 * soft + 0.02),
            (HairStyle.Curly, 0.6 * soft + 0.35),
            (HairStyle.Afro, 0.35 * soft + 0.3),
            (HairStyle.Bun, 0.7 * soft + 0.15),
            (HairStyle.Ponytail, 0.9 * soft + 0.06),
            (HairStyle.Braids, 0.7 * soft + 0.03),
            (HairStyle.SpaceBuns, 0.5 * soft + 0.02),
        };
    }
}
