namespace InvAdapter.Features;

/// <summary>Holds an identity for the time of one call.</summary>
internal sealed class IdentityUse(Identity identity) : IDisposable
{
    private Identity? _identity = identity;

    public void Dispose() => Interlocked.Exchange(ref _identity, null)?.EndUse();
}
