using System.Diagnostics;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Runtime;

public class SessionThreadsTests
{
    private const int Sessions = 24;

    [Fact]
    public void Networks_share_a_pool_of_threads()
    {
        Assert.True(SessionThreads.AreShared);
        string folder = Path.Combine(GoldenFolders.InRepository, "tiny-sd15", "text_encoder");
        TextEncoderConfiguration configuration = TextEncoderConfiguration.Load(Path.Combine(folder, "config.json"));
        using WeightFolder weights = WeightFolder.Open(folder, "model");
        int before = CountThreads();
        List<ClipTextEncoder> encoders = [];
        try
        {
            for (int i = 0; i < Sessions; i++)
                encoders.Add(ClipTextEncoder.Load(configuration, weights, ExecutionProvider.Cpu(), GraphPrecision.Float32));

            // With a pool of its own each would bring a thread for every core but one; what else the tests start beside this is fewer than that.
            int cores = Environment.ProcessorCount;
            Assert.True(cores == 1 || CountThreads() - before < Sessions * (cores - 1) / 2, $"{before} threads before, {CountThreads()} with {Sessions} sessions on {cores} cores.");
        }
        finally
        {
            encoders.ForEach(encoder => encoder.Dispose());
        }
    }

    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
