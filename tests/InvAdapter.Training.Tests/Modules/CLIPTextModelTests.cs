using InvAdapter.Tests.Golden;
using InvAdapter.Training.Modules;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

public class CLIPTextModelTests : TorchTest
{
    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Encodes_the_golden_ids_to_the_golden_states(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        using IDisposable frozen = no_grad();
        Tensor states = GoldenModules.Open(folder).Text.forward(Golden(golden, "text.ids").to(int64));
        AssertClose(Golden(golden, "text.last_hidden_state"), states, Close.Call, "hidden states");
    }

    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Refuses_more_tokens_than_there_are_positions(string folder)
    {
        CLIPTextModel text = GoldenModules.Open(folder).Text;
        ArgumentException error = Assert.Throws<ArgumentException>(() => text.forward(zeros([1, 78], int64)));
        Assert.Contains("78", error.Message, StringComparison.Ordinal);
    }
}
