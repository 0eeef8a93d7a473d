namespace InvAdapter;

/// <summary>An identity or an adapter was made for another model than the one it is used with.</summary>
public sealed class IdentityMismatchException : InvAdapterException
{
    /// <summary>Creates the error.</summary>
    /// <param name="item">What doesn't fit: the identity or the adapter.</param>
    /// <param name="expected">Fingerprint of the model in use.</param>
    /// <param name="actual">Fingerprint of the model it was made for.</param>
    public IdentityMismatchException(string item, string expected, string actual)
        : base($"{item} was made for the model {actual}, but is used with the model {expected}.")
    {
        Expected = expected;
        Actual = actual;
    }

    /// <summary>Fingerprint of the model in use.</summary>
    public string Expected { get; }

    /// <summary>Fingerprint of the model it was made for.</summary>
    public string Actual { get; }
}
