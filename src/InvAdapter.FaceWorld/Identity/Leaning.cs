namespace InvAdapter.FaceWorld;

/// <summary>
/// What makes the parts of one face go together: a softer or more rugged look, and years. It only shifts how likely things are,
/// and is no part of an identity.
/// </summary>
internal readonly record struct Leaning(double Rugged, double Age)
{
    public static Leaning Draw(SeededRandom random)
    {
        // Most faces clearly lean to one side, as most people's do.
        double side = random.Chance(0.5) ? 0.78 : 0.22;
        double rugged = Math.Clamp(side + 0.22 * random.Signed(), 0, 1);
        double age = random.Unit();
        return new Leaning(rugged, age * age);
    }

    /// <summary>Between what suits a soft face and what suits a rugged one.</summary>
    public double Toward(double soft, double rugged) => soft + (rugged - soft) * Rugged;
}
