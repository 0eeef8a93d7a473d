namespace InvAdapter;

/// <summary>An execution provider was asked for that this process cannot use. InvAdapter never falls back to another one by itself.</summary>
public sealed class ExecutionProviderException : InvAdapterException
{
    /// <summary>Creates the error for one provider.</summary>
    /// <param name="provider">Name of the provider, as in <c>CUDA</c>.</param>
    /// <param name="reason">What is missing, and the package or library that would bring it.</param>
    /// <param name="inner">The runtime's own error.</param>
    public ExecutionProviderException(string provider, string reason, Exception? inner = null)
        : base($"The {provider} execution provider can't be used here: {reason}", inner)
    {
        Provider = provider;
        Reason = reason;
    }

    /// <summary>Name of the provider.</summary>
    public string Provider { get; }

    /// <summary>What is missing, and the package or library that would bring it.</summary>
    public string Reason { get; }
}
