using System.Collections.Immutable;

namespace InvAdapter.Training;

/// <summary>libtorch, which training needs, can't be loaded in this process, or has no device that was asked for.</summary>
public sealed class LibTorchException : InvAdapterException
{
    internal LibTorchException(ImmutableArray<string> missing, Version? cppRuntime, string? package, Exception? inner = null)
        : base($"libtorch can't be loaded here: {string.Join("; and ", missing)}.", inner)
    {
        Missing = missing;
        FoundCppRuntime = cppRuntime;
        Package = package;
    }

    private LibTorchException(string message)
        : base(message)
    {
    }

    /// <summary>The same error again: one that is thrown twice would carry the first place's stack.</summary>
    internal LibTorchException(LibTorchException earlier)
        : this(earlier.Missing, earlier.FoundCppRuntime, earlier.Package, earlier.InnerException)
    {
    }

    /// <summary>libtorch is there, but not the device to compute on.</summary>
    internal static LibTorchException NoDevice(string device, int count) => new(
        $"libtorch has no device {device} here: it finds {count} of this kind. CUDA needs an NVIDIA driver, and libtorch's CUDA package in place of the CPU's.");

    /// <summary>Everything that is missing, a phrase each.</summary>
    public ImmutableArray<string> Missing { get; } = [];

    /// <summary>The newest GLIBCXX version on this system, where that is too old; libtorch needs 3.4.32.</summary>
    public Version? FoundCppRuntime { get; }

    /// <summary>The package that the application lacks, or null.</summary>
    public string? Package { get; }
}
