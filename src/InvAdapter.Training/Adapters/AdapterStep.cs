using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>What a training step of an adapter has computed when its losses are taken.</summary>
/// <param name="Batch">Targets and references.</param>
/// <param name="Prompt">Hidden states of the targets' prompts, [B,T,D].</param>
/// <param name="Present">Which rows have an identity, bool [B]; null where all do.</param>
/// <param name="Identity">Keys and values of the references at <paramref name="Timesteps"/>.</param>
/// <param name="Clean">z₀ of the targets, [B,C,h,w].</param>
/// <param name="Timesteps">t, [B].</param>
/// <param name="Noisy">z_t.</param>
/// <param name="Prediction">What the adapted network predicts of <paramref name="Noisy"/>.</param>
internal sealed record AdapterStep(ReferenceBatch Batch, Tensor Prompt, Tensor? Present, IdentityAttention Identity, Tensor Clean, Tensor Timesteps, Tensor Noisy, Tensor Prediction)
{
    /// <summary>The mean over the rows that have an identity; 0 where none has.</summary>
    /// <param name="rows">A number each, [B].</param>
    public Tensor MeanOfPresent(Tensor rows)
    {
        if (Present is null)
            return rows.mean();
        using DisposeScope scope = NewDisposeScope();
        Tensor counted = Present.to(rows.dtype);
        return ((rows * counted).sum() / counted.sum().clamp(min: 1)).MoveToOuterDisposeScope();
    }
}
