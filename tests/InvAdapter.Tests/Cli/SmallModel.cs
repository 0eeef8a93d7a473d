using InvAdapter.Tests.Golden;

namespace InvAdapter.Tests.Cli;

/// <summary>A whole model folder that takes prompts, gone after the test.</summary>
public sealed class SmallModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallModel() => TinyModel.CopyTo(_folder.Path);

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
