using InvAdapter.Models;

namespace InvAdapter.Adapters;

/// <summary>Keys and values for the time of one use: kept ones stay, others are released with the lease.</summary>
internal readonly struct ProjectionLease(IReadOnlyDictionary<string, SiteTokens> tokens, bool owned) : IDisposable
{
    public IReadOnlyDictionary<string, SiteTokens> Tokens => tokens;

    public void Dispose()
    {
        if (!owned)
            return;
        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
    }
}
