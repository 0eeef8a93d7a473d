namespace InvAdapter.Configuration;

/// <summary>The nonlinearities that published configurations name.</summary>
public enum ActivationFunction
{
    /// <summary>x·σ(x), also called swish.</summary>
    Silu,

    /// <summary>x·Φ(x), with the exact error function.</summary>
    Gelu,

    /// <summary>x·σ(1.702x), OpenAI CLIP's approximation of GELU.</summary>
    QuickGelu,

    /// <summary>x·tanh(ln(1 + eˣ)).</summary>
    Mish,

    /// <summary>max(x, 0).</summary>
    Relu,
}
