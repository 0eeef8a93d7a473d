using System.Collections.Immutable;

namespace InvAdapter.Scheduling;

/// <summary>Immutable numbers that compare by content, so that a record holding them does too.</summary>
internal readonly struct ValueSequence(ImmutableArray<float> items) : IEquatable<ValueSequence>
{
    private readonly ImmutableArray<float> _items = items;

    public ImmutableArray<float> Items => _items.IsDefault ? [] : _items;

    public bool Equals(ValueSequence other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    public override bool Equals(object? obj) => obj is ValueSequence other && Equals(other);

    public override int GetHashCode() => Items.IsEmpty ? 0 : HashCode.Combine(Items.Length, Items[0], Items[^1]);
}
