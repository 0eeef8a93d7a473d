using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Runtime;

/// <summary>Finds out what the native library of this process was built with, and says what is missing.</summary>
internal static class ProviderProbe
{
    private static readonly (ExecutionProvider Provider, ProviderKind Kind)[] s_known =
    [
        (ExecutionProvider.Cpu(), ProviderKind.Cpu),
        (ExecutionProvider.Cuda(), ProviderKind.Cuda),
        (ExecutionProvider.TensorRT(), ProviderKind.TensorRT),
        (ExecutionProvider.DirectML(), ProviderKind.DirectML),
        (ExecutionProvider.CoreML(), ProviderKind.CoreML),
        (ExecutionProvider.OpenVino(), ProviderKind.OpenVino),
        (ExecutionProvider.WebGpu(), ProviderKind.WebGpu),
    ];

    /// <summary>Tries every provider with a name of its own.</summary>
    public static IReadOnlyList<ProviderStatus> All() => [.. s_known.Select(known => Try(known.Provider))];

    /// <summary>Fails with a sentence where no native ONNX Runtime can be loaded at all.</summary>
    /// <exception cref="ExecutionProviderException">The app references no native package.</exception>
    public static void RequireRuntime(string provider)
    {
        try
        {
            _ = SessionThreads.AreShared;
            _ = OrtEnv.Instance();
        }
        catch (Exception error) when (error is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new ExecutionProviderException(
                provider,
                "no native ONNX Runtime library was found. Reference Microsoft.ML.OnnxRuntime (CPU) or one of its GPU packages from the app.",
                error);
        }
    }

    /// <summary>What to do about a provider that failed to load.</summary>
    public static string Advice(ProviderKind kind, Exception error)
    {
        string remedy = kind switch
        {
            ProviderKind.Cuda => "Reference Microsoft.ML.OnnxRuntime.Gpu instead of Microsoft.ML.OnnxRuntime, and install CUDA and cuDNN.",
            ProviderKind.TensorRT => "Reference Microsoft.ML.OnnxRuntime.Gpu instead of Microsoft.ML.OnnxRuntime, and install CUDA, cuDNN and TensorRT.",
            ProviderKind.DirectML => "Reference Microsoft.ML.OnnxRuntime.DirectML instead of Microsoft.ML.OnnxRuntime; it needs Windows 10 or newer.",
            ProviderKind.CoreML => "Core ML exists on macOS and iOS only.",
            ProviderKind.OpenVino => "Reference Intel.ML.OnnxRuntime.OpenVino instead of Microsoft.ML.OnnxRuntime.",
            ProviderKind.WebGpu => "It takes a native ONNX Runtime built with WebGPU.",
            ProviderKind.Custom => "The app's own hook failed.",
            _ => "Reference Microsoft.ML.OnnxRuntime.",
        };
        return $"{remedy} (ONNX Runtime says: {FirstLine(error.Message)})";
    }

    private static ProviderStatus Try(ExecutionProvider provider)
    {
        try
        {
            provider.CreateOptions().Dispose();
            return new ProviderStatus(provider.Name, true, null);
        }
        catch (ExecutionProviderException error)
        {
            return new ProviderStatus(provider.Name, false, error.Reason);
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
