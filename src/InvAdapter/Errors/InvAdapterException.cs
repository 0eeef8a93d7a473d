namespace InvAdapter;

/// <summary>The base of every error that InvAdapter reports about models, files and providers.</summary>
/// <remarks>Bad arguments are the framework's own <see cref="ArgumentException"/> family; cancellation is <see cref="OperationCanceledException"/>.</remarks>
public abstract class InvAdapterException : Exception
{
    private protected InvAdapterException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
