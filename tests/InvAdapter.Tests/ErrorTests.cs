using Xunit;

namespace InvAdapter.Tests;

public class ErrorTests
{
    [Fact]
    public void Model_errors_are_file_errors() =>
        Assert.IsAssignableFrom<InvalidFileException>(new ModelFormatException("config.json", "key", "1", "2"));
}
