using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Runtime;

/// <summary>One pool of threads for all sessions of the process: pipelines beside each other share the cores, and don't have a thread a core for each of their networks.</summary>
internal static class SessionThreads
{
    private static readonly Lazy<bool> s_areShared = new(Begin);

    /// <summary>Whether there is such a pool. An app that has used ONNX Runtime before this library did has an environment of its own, without one.</summary>
    public static bool AreShared => s_areShared.Value;

    /// <summary>Lets a session use the pool where there is one, and a number of its own where that is asked for.</summary>
    /// <param name="options">The session's options.</param>
    /// <param name="threads">How many; 0 for the pool.</param>
    public static void Apply(SessionOptions options, int threads)
    {
        if (threads == 0 && AreShared)
            options.DisablePerSessionThreads();
        else
            options.IntraOpNumThreads = threads;
    }

    private static bool Begin()
    {
        if (OrtEnv.IsCreated)
            return false;
        using var threading = new OrtThreadingOptions();
        var options = new EnvironmentCreationOptions { logId = "InvAdapter", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, threadOptions = threading };
        try
        {
            _ = OrtEnv.CreateInstanceWithOptions(ref options);
            return true;
        }
        catch (OnnxRuntimeException)
        {
            // Another thread of the app was first.
            return false;
        }
    }
}
