namespace InvAdapter.Training.Recognition;

/// <summary>How far the making of a run's images is, which comes before its first step.</summary>
/// <param name="Done">Images made.</param>
/// <param name="Count">Images in all.</param>
public readonly record struct ImagesPrepared(int Done, int Count);
