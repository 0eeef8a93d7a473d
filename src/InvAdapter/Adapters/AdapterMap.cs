using InvAdapter.Configuration;

namespace InvAdapter.Adapters;

/// <summary>One site's two maps, by the names of their weights [C,C].</summary>
/// <param name="Site">The attention site.</param>
/// <param name="Keys">Name of W_k.</param>
/// <param name="Values">Name of W_v.</param>
internal readonly record struct AdapterMap(AttentionSite Site, string Keys, string Values);
