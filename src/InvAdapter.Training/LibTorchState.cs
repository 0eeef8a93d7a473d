using System.Collections.Immutable;

namespace InvAdapter.Training;

/// <summary>What was found on this system of the things that libtorch needs.</summary>
internal sealed record LibTorchState
{
    /// <summary>The C++ library of GCC 13, which TorchSharp's native half was built with.</summary>
    public static readonly Version NeededCppRuntime = new(3, 4, 32);

    /// <summary>The system, as in <c>linux-x64</c>.</summary>
    public required string RuntimeIdentifier { get; init; }

    /// <summary>Whether libtorch's own library loads.</summary>
    public required bool HasLibTorch { get; init; }

    /// <summary>The GNU C++ library; null where the system has none.</summary>
    public CppRuntime? CppRuntime { get; init; }

    /// <summary>What TorchSharp or the system's loader said, where everything seemed to be there.</summary>
    public string? LoaderMessage { get; init; }

    /// <summary>The error that says what is missing; null where nothing is.</summary>
    public LibTorchException? Problem(Exception? inner = null)
    {
        bool cppIsOld = CppRuntime is { } cpp && cpp.Version < NeededCppRuntime;
        ImmutableArray<string> missing = [.. Missing(cppIsOld)];
        return missing.IsEmpty ? null : new LibTorchException(missing, cppIsOld ? CppRuntime!.Version : null, HasLibTorch ? null : Package, inner);
    }

    private string Package => RuntimeIdentifier.StartsWith("osx", StringComparison.Ordinal) ? "libtorch-cpu-osx-arm64"
        : RuntimeIdentifier.StartsWith("win", StringComparison.Ordinal) ? "libtorch-cpu-win-x64"
        : "libtorch-cpu-linux-x64";

    private IEnumerable<string> Missing(bool cppIsOld)
    {
        if (cppIsOld)
        {
            yield return $"it needs GLIBCXX_{NeededCppRuntime} (libstdc++ of GCC 13: Debian 13, Ubuntu 24.04 or newer), but {CppRuntime!.Path} goes up to GLIBCXX_{CppRuntime.Version}"
                + "; in a checkout, eng/run-with-libtorch runs a command inside Debian 13";
        }

        if (!HasLibTorch)
            yield return $"the package {Package} {LibTorch.Version} (or its CUDA counterpart) is not part of this application";
        if (!cppIsOld && HasLibTorch && LoaderMessage is not null)
            yield return LoaderMessage.TrimEnd('.');
    }
}
