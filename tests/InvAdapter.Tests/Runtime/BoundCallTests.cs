using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Runtime;

[Collection(nameof(ProcessMemory))]
public sealed class BoundCallTests
{
    /// <summary>Numbers that a run makes and needs no more when it ends: half a gibibyte of them.</summary>
    private const long Many = 1L << 27;

    [Fact]
    public void A_run_that_is_to_shrink_gives_the_sessions_memory_back()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process holds is measured by Linux's own figure.");
        var graph = new GraphBuilder("test");
        string x = graph.Input("x", ElementType.Float32, 1);
        string sum = graph.Node("ReduceSum", [graph.Node("Expand", [x, graph.Input("count", ElementType.Int64, 1)]), graph.Constant(0)], GraphBuilder.Attribute("keepdims", 1));
        graph.Output("y", sum, ElementType.Float32, 1);
        using OnnxSession session = OnnxSession.Create(new NetworkGraph(graph.Build(), Path.GetTempPath(), new HashSet<string>(), []), ExecutionProvider.Cpu(1));
        using DeviceTensor input = DeviceTensor.FromMemory<float>(new[] { 1f }, 1);
        long[] count = [1];
        using DeviceTensor counted = DeviceTensor.FromMemory<long>(count, 1);
        float[] result = new float[1];
        using DeviceTensor output = DeviceTensor.FromMemory<float>(result, 1);
        using BoundCall call = session.Bind();
        call.Input("x", input);
        call.Input("count", counted);
        call.Output("y", output);

        // The runtime keeps the first piece of memory that a session takes, so that must be a small one.
        call.Run(TestContext.Current.CancellationToken);
        count[0] = Many;
        call.Run(TestContext.Current.CancellationToken);
        long kept = Environment.WorkingSet;
        call.ShrinkAfterwards();
        call.Run(TestContext.Current.CancellationToken);
        long left = Environment.WorkingSet;

        Assert.Equal(Many, result[0]);
        Assert.True(kept - left > Many * sizeof(float) / 2, $"{kept >> 20} MiB before, {left >> 20} MiB after.");
    }
}
