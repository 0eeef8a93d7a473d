namespace InvAdapter.FaceWorld;

/// <summary>What a caption says and what it leaves out.</summary>
internal static class CaptionChoice
{
    private const double Usual = 0.10;
    private const double Striking = 0.88;
    private const double Color = 0.9;

    public static List<FactKind> Choose(FaceScene scene, SeededRandom random)
    {
        var said = new List<FactKind>();
        void Say(FactKind kind, double probability)
        {
            if (random.Chance(probability))
                said.Add(kind);
        }

        Say(FactKind.Expression, scene.Expression == Expression.Neutral ? 0.45 : Striking);
        Say(FactKind.Tilt, scene.Tilt == HeadTilt.Straight ? 0.05 : 0.5);
        Say(FactKind.Framing, scene.Framing == Framing.Normal ? 0.05 : 0.65);
        Say(FactKind.Background, Striking);
        Say(FactKind.BackgroundColor, Color);
        Say(FactKind.Hat, scene.Hat.Kind == HatKind.None ? Usual : Striking);
        Say(FactKind.HatColor, Color);
        Say(FactKind.Glasses, scene.Glasses == GlassesKind.None ? Usual : Striking);
        Say(FactKind.Clothing, 0.68);
        Say(FactKind.ClothingColor, Color);
        Say(FactKind.Style, scene.Style == DrawingStyle.Soft ? Usual : 0.93);
        return said;
    }

    /// <summary>Leaves out colours of things that are not named or have none.</summary>
    public static IEnumerable<FactKind> Sensible(FaceScene scene, IEnumerable<FactKind> stated)
    {
        var all = stated.ToHashSet();
        return all.Where(kind => SceneFact.Of(kind, scene).Value != SceneFact.NotApplicable && kind switch
        {
            FactKind.BackgroundColor => all.Contains(FactKind.Background),
            FactKind.HatColor => all.Contains(FactKind.Hat),
            FactKind.ClothingColor => all.Contains(FactKind.Clothing),
            _ => true,
        });
    }
}
