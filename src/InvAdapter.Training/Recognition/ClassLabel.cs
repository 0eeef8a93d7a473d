namespace InvAdapter.Training.Recognition;

/// <summary>Something that an image is one of several classes of.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Count">How many classes there are, 2 or more.</param>
public readonly record struct ClassLabel(string Name, int Count);
