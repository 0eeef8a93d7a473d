using Xunit;

namespace InvAdapter.Training.Tests;

public class LibTorchTests
{
    /// <summary>The one test here that passes without libtorch: by holding what a person is told then.</summary>
    [Fact]
    public void Loads_or_names_the_library_that_is_too_old()
    {
        if (LibTorch.IsAvailable)
        {
            LibTorch.Require();
            return;
        }

        LibTorchException error = Assert.Throws<LibTorchException>(LibTorch.Require);
        Assert.Null(error.Package);
        Assert.NotNull(error.FoundCppRuntime);
        Assert.Contains("GLIBCXX_3.4.32", error.Message, StringComparison.Ordinal);
        Assert.Contains($"up to GLIBCXX_{error.FoundCppRuntime}", error.Message, StringComparison.Ordinal);
        Assert.Contains("eng/run-with-libtorch", error.Message, StringComparison.Ordinal);
    }
}
