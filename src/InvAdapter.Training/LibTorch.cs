using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

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

    /// <summary>
    /// Lets everything that is made from now on be on a device, in the whole process: networks, batches and random numbers. Before, it is the CPU.
    /// </summary>
    /// <remarks>On a CUDA device float32 products and convolutions use the matrix units' tf32, which halves the time or better and rounds factors to 10 bits.</remarks>
    /// <param name="device">The CPU, or a CUDA device as in <c>cuda</c> or <c>cuda:1</c>.</param>
    /// <exception cref="ArgumentException">It is a device of another kind.</exception>
    /// <exception cref="LibTorchException">libtorch can't be loaded, or has no such device.</exception>
    public static void Use(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.type is not (DeviceType.CPU or DeviceType.CUDA))
            throw new ArgumentException($"Training on {device} is not possible; use cpu or cuda.", nameof(device));
        Require();
        if (device.type == DeviceType.CUDA)
        {
            // Loads CUDA's half of libtorch where it is there, which counts its devices.
            int count = cuda.device_count();
            if (count <= Math.Max(device.index, 0))
                throw LibTorchException.NoDevice($"{device}", count);
            backends.cuda.matmul.allow_tf32 = true;
            backends.cudnn.allow_tf32 = true;
        }

        set_default_device(device);
    }

    /// <summary>Begins PyTorch's random numbers on every device, so that what is drawn next depends on two numbers alone.</summary>
    /// <param name="seed">A run's seed.</param>
    /// <param name="step">One of its steps; -1 for what comes before them.</param>
    internal static void Seed(uint seed, long step = -1)
    {
        // Steele et al. 2014 (SplitMix64): the CPU's generator takes only the lower half, in which neighbours must differ.
        ulong mixed = ((ulong)seed << 40) + (ulong)(step + 1);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        long number = (long)((mixed ^ (mixed >> 31)) >> 1);
        manual_seed(number);
        cuda.manual_seed_all(number);
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
