namespace InvAdapter.Quantization;

/// <summary>One convolution or linear layer of a quantised model.</summary>
/// <param name="Name">Its path in the checkpoint.</param>
/// <param name="IsConvolution">Whether it is a convolution; a linear layer elsewhere.</param>
/// <param name="Weights">How many weights it has.</param>
/// <param name="Error">Root mean square of its error in int8 over that of its float32 result, on the inputs that were seen.</param>
/// <param name="Precision">What it is held in now.</param>
public sealed record LayerReport(string Name, bool IsConvolution, long Weights, double Error, LayerPrecision Precision);
