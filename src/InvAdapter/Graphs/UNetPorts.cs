namespace InvAdapter.Graphs;

/// <summary>Names of the UNet graph's inputs and outputs, apart from those that each attention site adds.</summary>
internal static class UNetPorts
{
    /// <summary>Latents [B,C,h,w], float32.</summary>
    public const string Sample = "sample";

    /// <summary>Timestep [1], float32.</summary>
    public const string Timestep = "timestep";

    /// <summary>Text [B,T,D], float32.</summary>
    public const string Text = "encoder_hidden_states";

    /// <summary>ln λ of the embedded fusion, float32 without dimensions; −∞ where left out.</summary>
    public const string LogStrength = "log_strength";

    /// <summary>λ of the decoupled fusion, float32 without dimensions; 0 where left out.</summary>
    public const string Strength = "strength";

    /// <summary>The network's raw prediction [B,C,h,w], float32.</summary>
    public const string Prediction = "prediction";

    /// <summary>Tokens that enter a site, [B,N,C].</summary>
    public static string Feature(string site) => $"{site}.feature";

    /// <summary>ln of how many tokens of the reference each identity token of a site stands for, float32 without dimensions; 0 where left out.</summary>
    public static string LogTokens(string site) => $"{site}.log_tokens";

    /// <summary>Identity keys that share the site's softmax, [1 or B, I, C]; none where left out.</summary>
    public static string EmbeddedKeys(string site) => $"{site}.embedded_k";

    /// <summary>Identity values that share the site's softmax, [1 or B, I, C]; none where left out.</summary>
    public static string EmbeddedValues(string site) => $"{site}.embedded_v";

    /// <summary>Identity keys with a softmax of their own, [1 or B, I, C]; one zero token where left out.</summary>
    public static string DecoupledKeys(string site) => $"{site}.decoupled_k";

    /// <summary>Identity values with a softmax of their own, [1 or B, I, C]; one zero token where left out.</summary>
    public static string DecoupledValues(string site) => $"{site}.decoupled_v";
}
