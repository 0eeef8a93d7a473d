using InvAdapter.Models;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Models;

public class ClipTextEncoderGoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Encodes_the_golden_ids_to_the_golden_states(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        int[] ids = [.. golden.Numbers("text.ids").Select(id => (int)id)];
        int prompts = (int)golden.Shape("text.ids")[0];
        int length = (int)golden.Shape("text.ids")[1];
        for (int i = 0; i < prompts; i++)
        {
            TextEmbedding actual = golden.Text.Encode(ids.AsSpan(i * length, length), TestContext.Current.CancellationToken);
            Close.To(golden.Embedding(i).Values, actual.Values, Close.Call, $"prompt {i}");
        }
    }

    [Fact]
    public void Skipping_layers_changes_the_states_and_refuses_to_leave_none()
    {
        GoldenPipeline golden = GoldenPipeline.Open(Path.Combine(GoldenFolders.InRepository, "tiny-sd15"));
        int[] ids = [.. golden.Numbers("text.ids").Take(77).Select(id => (int)id)];
        using ClipTextEncoder skipping = golden.LoadText(1);

        Assert.NotEqual(golden.Embedding(0).Values.ToArray(), skipping.Encode(ids, TestContext.Current.CancellationToken).Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => golden.LoadText(golden.Text.Configuration.Layers));
    }
}
