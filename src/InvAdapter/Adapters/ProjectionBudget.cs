namespace InvAdapter.Adapters;

/// <summary>Memory that kept projections may take together.</summary>
internal sealed class ProjectionBudget(long bytes)
{
    private long _left = bytes;

    public bool TryTake(long size)
    {
        if (Interlocked.Add(ref _left, -size) >= 0)
            return true;
        Give(size);
        return false;
    }

    public void Give(long size) => Interlocked.Add(ref _left, size);
}
