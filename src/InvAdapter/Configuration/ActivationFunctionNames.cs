namespace InvAdapter.Configuration;

/// <summary>The names under which configuration files know the activation functions.</summary>
internal static class ActivationFunctionNames
{
    private static readonly (string Name, ActivationFunction Value)[] s_names =
    [
        ("silu", ActivationFunction.Silu),
        ("swish", ActivationFunction.Silu),
        ("gelu", ActivationFunction.Gelu),
        ("quick_gelu", ActivationFunction.QuickGelu),
        ("mish", ActivationFunction.Mish),
        ("relu", ActivationFunction.Relu),
    ];

    /// <summary>Reads an activation function.</summary>
    public static ActivationFunction Activation(this ConfigurationFile file, string key, ActivationFunction fallback) => file.Choice(key, fallback, s_names);

    /// <summary>Reads an activation function that need not be there.</summary>
    public static ActivationFunction? Activation(this ConfigurationFile file, string key) => file.Has(key) ? file.Activation(key, default) : null;
}
