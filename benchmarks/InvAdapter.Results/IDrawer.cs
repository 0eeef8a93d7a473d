using InvAdapter.FaceWorld;

namespace InvAdapter.Results;

/// <summary>Draws a row.</summary>
internal interface IDrawer
{
    /// <summary>Draws every person of a cast in every prompt, a picture a seed.</summary>
    Task<RowSamples> DrawAsync(ResultRow row, Cast cast, IReadOnlyList<Prompt> prompts, ResultSettings settings, CancellationToken cancellation);
}
