namespace InvAdapter.FaceWorld;

/// <summary>The words of the grammar. <c>{c}</c> stands for a colour; "a" becomes "an" before a vowel afterwards.</summary>
internal static class Phrases
{
    public const string ColorSlot = "{c}";

    public static readonly string[] Plain = ["a portrait of", "a picture of", "an image of", "a photo of", "a drawing of"];

    public static readonly string[] People = ["a person", "someone"];

    public static readonly string[] Close = ["in a close-up", "close-up", "seen from up close"];

    public static readonly string[] Far = ["from a distance", "seen from far away", "far away"];

    public static readonly string[] NormalFraming = ["head and shoulders"];

    public static string[] Of(DrawingStyle style) => style switch
    {
        DrawingStyle.Soft => ["a softly shaded portrait of", "a softly shaded picture of"],
        DrawingStyle.Flat => ["a flat drawing of", "a flat illustration of", "a flat portrait of"],
        DrawingStyle.Pencil => ["a pencil drawing of", "a pencil sketch of", "a pencil portrait of"],
        DrawingStyle.Night => ["a moonlit portrait of", "a moonlit picture of", "a night portrait of"],
        DrawingStyle.PopArt => ["a pop art portrait of", "a pop art picture of", "a comic book drawing of"],
        _ => ["a watercolor of", "a watercolor painting of", "a watercolor portrait of"],
    };

    /// <summary>After the person.</summary>
    public static string[] Of(Expression expression) => expression switch
    {
        Expression.Neutral => ["with a neutral expression", "looking calm", "with a neutral face"],
        Expression.Smiling => ["smiling", "with a smile"],
        Expression.Laughing => ["laughing", "with a big laugh", "laughing out loud"],
        Expression.Sad => ["looking sad", "with a sad face", "with a sad expression"],
        Expression.Angry => ["looking angry", "with an angry face", "frowning"],
        Expression.Surprised => ["looking surprised", "with a surprised face", "with a surprised expression"],
        _ => ["winking", "with a wink", "with one eye closed"],
    };

    /// <summary>Before the person.</summary>
    public static string Adjective(Expression expression) => expression switch
    {
        Expression.Neutral => "calm",
        Expression.Smiling => "smiling",
        Expression.Laughing => "laughing",
        Expression.Sad => "sad",
        Expression.Angry => "angry",
        Expression.Surprised => "surprised",
        _ => "winking",
    };

    public static string[] Of(HeadTilt tilt) => tilt switch
    {
        HeadTilt.Left => ["with the head tilted to the left", "head tilted left"],
        HeadTilt.Right => ["with the head tilted to the right", "head tilted right"],
        _ => ["with the head upright", "head upright"],
    };

    public static string[] Of(Framing framing) => framing switch
    {
        Framing.Close => Close,
        Framing.Far => Far,
        _ => NormalFraming,
    };

    public static string[] Of(NamedColor color) => color switch
    {
        NamedColor.Gray => ["gray", "grey"],
        NamedColor.Purple => ["purple", "violet"],
        _ => [color.ToString().ToLowerInvariant()],
    };

    public static string[] Of(HatKind hat, bool colored) => hat switch
    {
        HatKind.None => ["without a hat", "with no hat", "bareheaded"],
        HatKind.StrawHat => colored
            ? ["wearing a straw hat with a {c} ribbon", "in a straw hat with a {c} ribbon"]
            : ["wearing a straw hat", "in a straw hat", "with a straw hat"],
        HatKind.Crown => colored
            ? ["wearing a crown with {c} stones", "with a golden crown with {c} stones"]
            : ["wearing a crown", "with a golden crown"],
        _ => Worn(Noun(hat), colored),
    };

    public static string[] Of(GlassesKind glasses) => glasses switch
    {
        GlassesKind.None => ["without glasses", "with no glasses"],
        GlassesKind.Round => ["wearing round glasses", "with round glasses"],
        GlassesKind.Square => ["wearing square glasses", "with square glasses", "with rectangular glasses"],
        _ => ["wearing sunglasses", "with sunglasses", "with dark glasses"],
    };

    public static string[] Of(ClothingKind clothing, bool colored) => clothing switch
    {
        ClothingKind.TShirt => [.. Worn("t-shirt", colored), .. Worn("shirt", colored)],
        ClothingKind.Suit => [.. Worn("suit", colored), .. Worn("suit and tie", colored)],
        ClothingKind.Hoodie => [.. Worn("hoodie", colored), .. Worn("hooded sweater", colored)],
        ClothingKind.Scarf => Worn("scarf", colored),
        ClothingKind.Striped => [.. Worn("striped sweater", colored), .. Worn("sweater with stripes", colored)],
        _ => [.. Worn("dress", colored), .. Worn("sleeveless dress", colored)],
    };

    public static string[] Of(BackgroundKind background, bool colored) => background switch
    {
        BackgroundKind.Plain => colored
            ? ["on a {c} background", "in front of a {c} wall", "on a plain {c} background"]
            : ["on a plain background", "in front of a plain wall"],
        BackgroundKind.Stripes => Patterned("striped", "stripes", colored),
        BackgroundKind.Dots => Patterned("dotted", "dots", colored),
        BackgroundKind.Checks => Patterned("checkered", "checks", colored),
        BackgroundKind.Gradient => colored
            ? ["on a {c} gradient", "on a {c} gradient background", "on a fading {c} background"]
            : ["on a gradient", "on a gradient background", "on a fading background"],
        BackgroundKind.Beach => ["at the beach", "on a beach", "by the sea"],
        BackgroundKind.Forest => ["in a forest", "in the woods", "in front of trees"],
        BackgroundKind.City => ["in a city at night", "in the city at night", "in front of a city at night"],
        _ => ["in the snow", "in a snowy landscape", "in falling snow"],
    };

    private static string Noun(HatKind hat) => hat switch
    {
        HatKind.Cap => "cap",
        HatKind.Beanie => "beanie",
        HatKind.TopHat => "top hat",
        _ => "cowboy hat",
    };

    private static string[] Worn(string noun, bool colored)
    {
        string thing = colored ? $"{ColorSlot} {noun}" : noun;
        return [$"wearing a {thing}", $"in a {thing}", $"with a {thing}"];
    }

    private static string[] Patterned(string adjective, string noun, bool colored) => colored
        ? [$"on a {ColorSlot} {adjective} background", $"on a {adjective} {ColorSlot} background", $"in front of a {ColorSlot} wall with {noun}"]
        : [$"on a {adjective} background", $"in front of a {adjective} wall", $"in front of a wall with {noun}"];
}
