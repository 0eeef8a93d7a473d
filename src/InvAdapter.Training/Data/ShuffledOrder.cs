using InvAdapter.Scheduling;

namespace InvAdapter.Training.Data;

/// <summary>The order in which examples are seen: every epoch each once, in an order of its own. A position says it all, so a run resumes anywhere.</summary>
public sealed class ShuffledOrder
{
    private readonly int[] _order;
    private readonly uint _seed;
    private long _epoch = -1;

    /// <summary>Describes an order.</summary>
    /// <param name="count">Number of examples, 1 or more.</param>
    /// <param name="seed">Chooses the order.</param>
    public ShuffledOrder(int count, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _order = new int[count];
        _seed = seed;
    }

    /// <summary>The example at a position, counted from the run's start over all epochs.</summary>
    /// <remarks>Going back to an earlier epoch is possible and costs a shuffle.</remarks>
    public int this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            if (position / _order.Length != _epoch)
                Shuffle(position / _order.Length);
            return _order[position % _order.Length];
        }
    }

    private void Shuffle(long epoch)
    {
        // Seeds of neighbouring epochs would be neighbouring seeds of another run; the multiplier keeps them apart.
        var random = new MersenneTwister(unchecked(_seed + (uint)epoch * 2654435761u));
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        for (int i = _order.Length - 1; i > 0; i--)
        {
            int j = (int)((ulong)random.NextUInt32() * (ulong)(i + 1) >> 32);
            (_order[i], _order[j]) = (_order[j], _order[i]);
        }

        _epoch = epoch;
    }
}
