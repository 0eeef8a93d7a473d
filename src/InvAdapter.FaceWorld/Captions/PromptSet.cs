namespace InvAdapter.FaceWorld;

/// <summary>The prompts that results are measured with.</summary>
public static class PromptSet
{
    /// <summary>Eight prompts that between them change everything a prompt can change.</summary>
    public static IReadOnlyList<Prompt> Standard { get; } =
    [
        Make(
            "a portrait of a smiling person wearing a red cap, on a blue background",
            new FaceScene
            {
                Expression = Expression.Smiling,
                Hat = Wear(HatKind.Cap, NamedColor.Red),
                Background = Wall(BackgroundKind.Plain, NamedColor.Blue),
                Clothing = Dressed(ClothingKind.TShirt, NamedColor.White),
            },
            FactKind.Expression, FactKind.Hat, FactKind.HatColor, FactKind.Background, FactKind.BackgroundColor),
        Make(
            "a pencil drawing of a person with a neutral expression, with round glasses",
            new FaceScene
            {
                Style = DrawingStyle.Pencil,
                Glasses = GlassesKind.Round,
                Background = Wall(BackgroundKind.Plain, NamedColor.White),
                Clothing = Dressed(ClothingKind.TShirt, NamedColor.Gray),
            },
            FactKind.Style, FactKind.Expression, FactKind.Glasses),
        Make(
            "a photo of a laughing person in a yellow t-shirt, at the beach",
            new FaceScene
            {
                Expression = Expression.Laughing,
                Background = Wall(BackgroundKind.Beach, NamedColor.Blue),
                Clothing = Dressed(ClothingKind.TShirt, NamedColor.Yellow),
            },
            FactKind.Expression, FactKind.Background, FactKind.Clothing, FactKind.ClothingColor),
        Make(
            "a portrait of someone looking surprised, in a purple hoodie, on a green striped background",
            new FaceScene
            {
                Expression = Expression.Surprised,
                Background = Wall(BackgroundKind.Stripes, NamedColor.Green),
                Clothing = Dressed(ClothingKind.Hoodie, NamedColor.Purple),
            },
            FactKind.Expression, FactKind.Clothing, FactKind.ClothingColor, FactKind.Background, FactKind.BackgroundColor),
        Make(
            "a picture of a person in a black suit with square glasses, in the city at night",
            new FaceScene
            {
                Glasses = GlassesKind.Square,
                Background = Wall(BackgroundKind.City, NamedColor.Blue),
                Clothing = Dressed(ClothingKind.Suit, NamedColor.Black),
            },
            FactKind.Clothing, FactKind.ClothingColor, FactKind.Glasses, FactKind.Background),
        Make(
            "a pop art portrait of an angry person on a yellow dotted background",
            new FaceScene
            {
                Style = DrawingStyle.PopArt,
                Expression = Expression.Angry,
                Background = Wall(BackgroundKind.Dots, NamedColor.Yellow),
                Clothing = Dressed(ClothingKind.Striped, NamedColor.Blue),
            },
            FactKind.Style, FactKind.Expression, FactKind.Background, FactKind.BackgroundColor),
        Make(
            "a picture of a smiling person wearing a blue beanie, in a red scarf, in the snow",
            new FaceScene
            {
                Expression = Expression.Smiling,
                Hat = Wear(HatKind.Beanie, NamedColor.Blue),
                Background = Wall(BackgroundKind.Snow, NamedColor.Blue),
                Clothing = Dressed(ClothingKind.Scarf, NamedColor.Red),
            },
            FactKind.Expression, FactKind.Hat, FactKind.HatColor, FactKind.Clothing, FactKind.ClothingColor, FactKind.Background),
        Make(
            "a watercolor of a winking person with the head tilted to the left, in a forest",
            new FaceScene
            {
                Style = DrawingStyle.Watercolor,
                Expression = Expression.Winking,
                TiltDegrees = -8,
                Background = Wall(BackgroundKind.Forest, NamedColor.Green),
                Clothing = Dressed(ClothingKind.Dress, NamedColor.Orange),
            },
            FactKind.Style, FactKind.Expression, FactKind.Tilt, FactKind.Background),
    ];

    private static Prompt Make(string text, FaceScene scene, params IEnumerable<FactKind> stated) =>
        new(new Caption(text, [.. stated.Order().Select(kind => SceneFact.Of(kind, scene))]), scene);

    private static Hat Wear(HatKind kind, NamedColor color) => new() { Kind = kind, Color = color };

    private static Background Wall(BackgroundKind kind, NamedColor color) => new() { Kind = kind, Color = color };

    private static Clothing Dressed(ClothingKind kind, NamedColor color) => new() { Kind = kind, Color = color };
}
