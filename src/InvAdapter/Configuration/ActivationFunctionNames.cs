namespace InvAdapter.Configuration;

/// <summary>The names under which configuration files know the activation functions.</summary>
internal static class ActivationFunctionNames
{
    /// <summary>Reads an activation function; null where the key is absent and has no default.</summary>
    public static ActivationFunction? Activation(this ConfigurationFile file, string key, ActivationFunction? fallback) => file.Text(key, "") switch
    {
        "" => fallback,
        "silu" or "swish" => ActivationFunction.Silu,
        "gelu" => ActivationFunction.Gelu,
        "quick_gelu" => ActivationFunction.QuickGelu,
        "mish" => ActivationFunction.Mish,
        "relu" => ActivationFunction.Relu,
        string other => throw file.Bad(key, "silu, swish, gelu, quick_gelu, mish or relu", $"\"{other}\""),
    };
}
