using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>A recogniser's say beside the noise's loss.</summary>
internal interface IIdentityLoss
{
    /// <summary>All that it depends on.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>The loss of a step: a number, float32.</summary>
    Tensor Of(AdapterStep step);
}
