using InvAdapter.Training;
using Xunit;

namespace InvAdapter.Tests.Training;

/// <summary>What a person is told where libtorch is missing, as it is in this test run: nothing here references it.</summary>
public class LibTorchTests
{
    [Fact]
    public void Names_the_package_that_this_process_lacks()
    {
        LibTorchException error = Assert.Throws<LibTorchException>(LibTorch.Require);

        Assert.False(LibTorch.IsAvailable);
        Assert.StartsWith("libtorch-cpu-", error.Package, StringComparison.Ordinal);
        Assert.Contains($"the package {error.Package} {LibTorch.Version}", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<LibTorchException>(LibTorch.Require).Message);
    }

    [Fact]
    public void Names_the_library_that_is_too_old_and_both_versions()
    {
        var state = new LibTorchState { RuntimeIdentifier = "linux-x64", HasLibTorch = true, CppRuntime = new CppRuntime("/lib/libstdc++.so.6", new Version(3, 4, 30)) };
        LibTorchException error = Assert.IsType<LibTorchException>(state.Problem());

        Assert.Equal(
            "libtorch can't be loaded here: it needs GLIBCXX_3.4.32 (libstdc++ of GCC 13: Debian 13, Ubuntu 24.04 or newer), but /lib/libstdc++.so.6 goes up to "
            + "GLIBCXX_3.4.30; in a checkout, eng/run-with-libtorch runs a command inside Debian 13.",
            error.Message);
        Assert.Equal(new Version(3, 4, 30), error.FoundCppRuntime);
        Assert.Null(error.Package);
    }

    [Theory]
    [InlineData("linux-x64", "libtorch-cpu-linux-x64")]
    [InlineData("win-x64", "libtorch-cpu-win-x64")]
    [InlineData("osx-arm64", "libtorch-cpu-osx-arm64")]
    public void Names_the_package_of_the_system(string runtime, string package)
    {
        var state = new LibTorchState { RuntimeIdentifier = runtime, HasLibTorch = false };
        Assert.Equal(package, state.Problem()!.Package);
    }

    [Fact]
    public void Passes_on_what_the_loader_says_and_is_content_with_nothing()
    {
        var state = new LibTorchState { RuntimeIdentifier = "linux-x64", HasLibTorch = true, CppRuntime = new CppRuntime("libstdc++.so.6", new Version(3, 4, 33)) };
        Assert.Null(state.Problem());
        Assert.Contains("undefined symbol", (state with { LoaderMessage = "undefined symbol: x." }).Problem()!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_the_newest_version_among_others()
    {
        Assert.Equal(new Version(3, 4, 32), CppRuntime.Newest("\0GLIBCXX_3.4.9\0GLIBCXX_3.4.32\0GLIBCXX_3.4.5\0GLIBCXX_DEBUG\0GLIBCXX_3"u8));
        Assert.Null(CppRuntime.Newest("nothing"u8));
        if (OperatingSystem.IsLinux())
            Assert.True(CppRuntime.Find() is { Version.Major: 3 });
    }
}
