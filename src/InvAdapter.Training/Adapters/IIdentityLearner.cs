using InvAdapter.Training.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>What learns to turn references into tokens that the frozen base attends to.</summary>
internal interface IIdentityLearner
{
    /// <summary>What is trained.</summary>
    IReadOnlyList<nn.Module> Modules { get; }

    /// <summary>What tells it from others, beside the training's own settings.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Whether keys and values are others at other timesteps.</summary>
    bool DependsOnTimestep { get; }

    /// <summary>Keys and values of a batch's references.</summary>
    /// <param name="batch">The references.</param>
    /// <param name="timesteps">Timesteps of the targets, [B].</param>
    /// <param name="present">Which rows have an identity, bool [B]; null where all do.</param>
    IdentityAttention Attend(ReferenceBatch batch, Tensor timesteps, Tensor? present);
}
