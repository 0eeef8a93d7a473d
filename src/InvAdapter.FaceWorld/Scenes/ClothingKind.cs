namespace InvAdapter.FaceWorld;

/// <summary>What is worn.</summary>
public enum ClothingKind
{
    /// <summary>A T-shirt.</summary>
    TShirt,

    /// <summary>A suit with shirt and tie.</summary>
    Suit,

    /// <summary>A hooded sweater.</summary>
    Hoodie,

    /// <summary>A coat with a scarf in its colour.</summary>
    Scarf,

    /// <summary>A striped sweater.</summary>
    Striped,

    /// <summary>A sleeveless dress with a necklace.</summary>
    Dress,
}
