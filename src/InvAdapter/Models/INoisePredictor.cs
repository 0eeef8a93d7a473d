using System.Collections.Immutable;
using InvAdapter.Configuration;

namespace InvAdapter.Models;

/// <summary>The UNet: says what noise it sees in latents. Any number of threads may ask at once.</summary>
public interface INoisePredictor
{
    /// <summary>Channels of the latents it takes.</summary>
    int LatentChannels { get; }

    /// <summary>Every attention site, in the order in which the network reaches them.</summary>
    ImmutableArray<AttentionSite> Sites { get; }

    /// <summary>Asks once.</summary>
    /// <param name="query">The question.</param>
    /// <param name="prediction">Receives the raw prediction (ε, v or x₀, as the model was trained), as large as the query's latents.</param>
    /// <param name="cancellation">Stops the call between two of its operators.</param>
    /// <exception cref="ArgumentException">Sizes don't fit each other or the model.</exception>
    /// <exception cref="OperationCanceledException">The call was stopped.</exception>
    /// <exception cref="InferenceException">The runtime failed.</exception>
    void Predict(NoiseQuery query, Latents prediction, CancellationToken cancellation = default);
}
