using System.Runtime.InteropServices;
using TorchSharp;

namespace InvAdapter.Training;

/// <summary>The native library that trains. Whoever is about to use it asks for it first, and so learns what is missing in words.</summary>
public static class LibTorch
{
    /// <summary>The libtorch that this TorchSharp is made for.</summary>
    public const string Version = "2.10.0";

    private static readonly Lazy<LibTorchException?> s_problem = new(Load);

    /// <summary>Whether libtorch is there and loads.</summary>
    public static bool IsAvailable => s_problem.Value is null;

    /// <summary>Loads libtorch, once for the process.</summary>
    /// <exception cref="LibTorchException">It can't be loaded; the message names the library or package that is missing, and the version that is needed.</exception>
    public static void Require()
    {
        if (s_problem.Value is { } problem)
            throw new LibTorchException(problem);
    }

    private static LibTorchException? Load()
    {
        // Asked before TorchSharp is: where it can't load, it copies half a gigabyte beside the app and then blames the package.
        LibTorchState state = Examine();
        if (state.Problem() is { } problem)
            return problem;
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            return null;
        }
        catch (Exception error) when (error is TypeInitializationException or NotSupportedException or DllNotFoundException or BadImageFormatException)
        {
            return (state with { LoaderMessage = error.GetBaseException().Message }).Problem(error);
        }
    }

    private static LibTorchState Examine()
    {
        bool hasTorch = NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out _);
        CppRuntime? cpp = OperatingSystem.IsLinux() ? CppRuntime.Find() : null;
        return new LibTorchState { RuntimeIdentifier = RuntimeInformation.RuntimeIdentifier, HasLibTorch = hasTorch, CppRuntime = cpp };
    }
}
