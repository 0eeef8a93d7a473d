using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Identity keys and values of one attention site. Borrows both tensors.</summary>
/// <param name="Keys">K_id, [1 or B, I, C].</param>
/// <param name="Values">V_id, [1 or B, I, C].</param>
public readonly record struct SiteKeysValues(Tensor Keys, Tensor Values);
