namespace InvAdapter.FaceWorld;

/// <summary>One statement about a scene, as a class number that a classifier can be asked for.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Value">The number of the enum's member; 0 to below <see cref="ClassCount"/>.</param>
public readonly record struct SceneFact(FactKind Kind, int Value)
{
    /// <summary>The value of a kind that a scene does not have: the colour of no hat, of a place, or of anything in a pencil drawing.</summary>
    public const int NotApplicable = -1;

    /// <summary>How many values a kind has.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Number of classes.</returns>
    public static int ClassCount(FactKind kind) => Names(kind).Length;

    /// <summary>What is true of a scene.</summary>
    /// <param name="kind">What to ask.</param>
    /// <param name="scene">The scene.</param>
    /// <returns>The fact; its value is <see cref="NotApplicable"/> where the scene has no such thing.</returns>
    public static SceneFact Of(FactKind kind, FaceScene scene)
    {
        ArgumentNullException.ThrowIfNull(scene);
        return new SceneFact(kind, kind switch
        {
            FactKind.Expression => (int)scene.Expression,
            FactKind.Tilt => (int)scene.Tilt,
            FactKind.Framing => (int)scene.Framing,
            FactKind.Background => (int)scene.Background.Kind,
            FactKind.BackgroundColor => scene.Background.IsPlace ? NotApplicable : Color(scene, scene.Background.Color),
            FactKind.Hat => (int)scene.Hat.Kind,
            FactKind.HatColor => scene.Hat.Kind == HatKind.None ? NotApplicable : Color(scene, scene.Hat.Color),
            FactKind.Glasses => (int)scene.Glasses,
            FactKind.Clothing => (int)scene.Clothing.Kind,
            FactKind.ClothingColor => Color(scene, scene.Clothing.Color),
            FactKind.Style => (int)scene.Style,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of fact."),
        });
    }

    /// <summary>Whether it is true of a scene.</summary>
    /// <param name="scene">The scene.</param>
    /// <returns>True where it holds.</returns>
    public bool Holds(FaceScene scene) => Of(Kind, scene).Value == Value;

    /// <summary>For messages: <c>HatColor=Red</c>.</summary>
    /// <returns>The description.</returns>
    public override string ToString() => $"{Kind}={(Value == NotApplicable ? "-" : Names(Kind)[Value])}";

    private static int Color(FaceScene scene, NamedColor color) => scene.Style == DrawingStyle.Pencil ? NotApplicable : (int)color;

    private static string[] Names(FactKind kind) => kind switch
    {
        FactKind.Expression => Enum.GetNames<Expression>(),
        FactKind.Tilt => Enum.GetNames<HeadTilt>(),
        FactKind.Framing => Enum.GetNames<Framing>(),
        FactKind.Background => Enum.GetNames<BackgroundKind>(),
        FactKind.Hat => Enum.GetNames<HatKind>(),
        FactKind.Glasses => Enum.GetNames<GlassesKind>(),
        FactKind.Clothing => Enum.GetNames<ClothingKind>(),
        FactKind.Style => Enum.GetNames<DrawingStyle>(),
        FactKind.BackgroundColor or FactKind.HatColor or FactKind.ClothingColor => Enum.GetNames<NamedColor>(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of fact."),
    };
}
