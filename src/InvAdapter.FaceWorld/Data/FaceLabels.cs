namespace InvAdapter.FaceWorld;

/// <summary>Ground truth as numbers, for classifier and regression heads.</summary>
public static class FaceLabels
{
    private static readonly (string Name, int Count, Func<FaceIdentity, int> Value)[] Classes =
    [
        ("hair style", Enum.GetValues<HairStyle>().Length, i => (int)i.Hair.Style),
        ("hair dye", Enum.GetValues<HairDye>().Length, i => (int)i.Hair.Dye),
        ("beard", Enum.GetValues<BeardStyle>().Length, i => (int)i.Beard.Style),
        ("eye colour", Enum.GetValues<EyeColor>().Length, i => (int)i.Eyes.Color),
        ("nose", Enum.GetValues<NoseShape>().Length, i => (int)i.Nose.Shape),
        ("scar", Enum.GetValues<Scar>().Length, i => (int)i.Marks.Scar),
    ];

    private static readonly (string Name, Func<FaceIdentity, float> Value)[] Measures =
    [
        ("head width", i => i.Head.Width), ("head length", i => i.Head.Length), ("jaw", i => i.Head.Jaw), ("chin", i => i.Head.Chin),
        ("cheeks", i => i.Head.Cheeks), ("forehead", i => i.Head.Forehead),
        ("skin tone", i => i.Skin.Tone), ("skin warmth", i => i.Skin.Warmth), ("blush", i => i.Skin.Blush), ("wrinkles", i => i.Skin.Wrinkles),
        ("freckles", i => i.Marks.Freckles), ("mole", i => i.Marks.Mole), ("mole x", i => i.Marks.MoleX), ("mole y", i => i.Marks.MoleY),
        ("eye size", i => i.Eyes.Size), ("eye spacing", i => i.Eyes.Spacing), ("eye tilt", i => i.Eyes.Tilt), ("eye roundness", i => i.Eyes.Roundness),
        ("eyelid", i => i.Eyes.Lid), ("lashes", i => i.Eyes.Lashes),
        ("brow thickness", i => i.Brows.Thickness), ("brow arch", i => i.Brows.Arch), ("brow tilt", i => i.Brows.Tilt),
        ("brow spacing", i => i.Brows.Spacing), ("brow height", i => i.Brows.Height), ("brow darkness", i => i.Brows.Darkness),
        ("nose width", i => i.Nose.Width), ("nose length", i => i.Nose.Length),
        ("mouth width", i => i.Mouth.Width), ("lip fullness", i => i.Mouth.Fullness), ("mouth height", i => i.Mouth.Height), ("lip redness", i => i.Mouth.Redness),
        ("ear size", i => i.Ears.Size), ("ear protrusion", i => i.Ears.Protrusion), ("ear height", i => i.Ears.Height),
        ("hair melanin", i => i.Hair.Melanin), ("hair redness", i => i.Hair.Redness), ("hair gray", i => i.Hair.Gray),
        ("hair volume", i => i.Hair.Volume), ("hair length", i => i.Hair.Length), ("hair mirrored", i => i.Hair.Mirrored ? 1 : 0),
        ("beard thickness", i => i.Beard.Thickness), ("beard darkness", i => i.Beard.Darkness),
    ];

    /// <summary>What <see cref="ClassesOf"/> gives, in order, and how many classes each has.</summary>
    public static IReadOnlyList<(string Name, int Count)> IdentityClasses { get; } = [.. Classes.Select(c => (c.Name, c.Count))];

    /// <summary>What <see cref="MeasuresOf"/> gives, in order.</summary>
    public static IReadOnlyList<string> IdentityMeasures { get; } = [.. Measures.Select(m => m.Name)];

    /// <summary>The discrete traits of a person as class numbers.</summary>
    /// <param name="identity">The person.</param>
    /// <returns>One number for each of <see cref="IdentityClasses"/>.</returns>
    public static int[] ClassesOf(FaceIdentity identity) => [.. Classes.Select(c => c.Value(identity))];

    /// <summary>The continuous traits of a person, each within -1 to 1.</summary>
    /// <param name="identity">The person.</param>
    /// <returns>One number for each of <see cref="IdentityMeasures"/>.</returns>
    public static float[] MeasuresOf(FaceIdentity identity) => [.. Measures.Select(m => m.Value(identity))];

    /// <summary>What is true of a scene as class numbers.</summary>
    /// <param name="scene">The scene.</param>
    /// <returns>One number for each <see cref="FactKind"/>; <see cref="SceneFact.NotApplicable"/> where the scene has no such thing.</returns>
    public static int[] FactsOf(FaceScene scene) => [.. Enum.GetValues<FactKind>().Select(kind => SceneFact.Of(kind, scene).Value)];
}
