using InvAdapter.Graphs;

namespace InvAdapter.Models;

/// <summary>The UNet's inputs that an identity of one fusion brings values for.</summary>
internal static class IdentityPorts
{
    /// <summary>λ, or its logarithm.</summary>
    public static string Strength(Fusion fusion) => fusion == Fusion.Embedded ? UNetPorts.LogStrength : UNetPorts.Strength;

    /// <summary>Keys of a site.</summary>
    public static string Keys(Fusion fusion, string site) => fusion == Fusion.Embedded ? UNetPorts.EmbeddedKeys(site) : UNetPorts.DecoupledKeys(site);

    /// <summary>Values of a site.</summary>
    public static string Values(Fusion fusion, string site) => fusion == Fusion.Embedded ? UNetPorts.EmbeddedValues(site) : UNetPorts.DecoupledValues(site);
}
