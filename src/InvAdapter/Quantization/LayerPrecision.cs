namespace InvAdapter.Quantization;

/// <summary>What a layer of a quantised model is held in, and why.</summary>
public enum LayerPrecision
{
    /// <summary>int8.</summary>
    Int8,

    /// <summary>Floating point, because <see cref="QuantizationOptions.KeepFloat"/> names it.</summary>
    FloatByName,

    /// <summary>Floating point, because in int8 it is further off than <see cref="QuantizationOptions.MaxLayerError"/>.</summary>
    FloatByError,
}
