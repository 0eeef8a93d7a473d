using Xunit;

namespace InvAdapter.PublicApi.Tests;

public class ErrorTests
{
    [Fact]
    public void A_file_error_names_the_file_the_item_and_both_values()
    {
        var error = new InvalidFileException("a.safetensors", "header", "at most 10 bytes", "20 bytes");

        Assert.Equal("a.safetensors: header should be at most 10 bytes, but is 20 bytes.", error.Message);
        Assert.Equal(("a.safetensors", "header"), (error.File, error.Item));
    }
}
