using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Weights;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _root;

    public RealPathTests() => _root = RealPath.Of(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_path_without_links_stays_itself()
    {
        string file = _folder.Write("file", "");
        Assert.Equal(Path.Combine(_root, "file"), RealPath.Of(file));
        Assert.Equal(Path.Combine(_root, "none", "there"), RealPath.Of(_folder.At("none/./x/../there")));
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "file"), RealPath.Of("file"));
        Assert.Equal(Path.GetPathRoot(_root), RealPath.Of(Path.GetPathRoot(_root)!));
    }

    [Fact]
    public void Chains_of_links_are_followed()
    {
        _folder.Write("file", "");
        File.CreateSymbolicLink(_folder.At("one"), "file");
        File.CreateSymbolicLink(_folder.At("two"), _folder.At("one"));
        Assert.Equal(Path.Combine(_root, "file"), RealPath.Of(_folder.At("two")));
    }

    [Fact]
    public void A_circle_of_links_is_refused()
    {
        File.CreateSymbolicLink(_folder.At("one"), "two");
        File.CreateSymbolicLink(_folder.At("two"), "one");
        Assert.Equal("path", Assert.Throws<InvalidFileException>(() => RealPath.Of(_folder.At("one"))).Item);
    }
}
