using System.Runtime.InteropServices;
using InvAdapter.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests;

/// <summary>A test that needs libtorch: fails with the reason where there is none, and releases every tensor that it made.</summary>
public abstract class TorchTest : IDisposable
{
    private readonly DisposeScope _scope;

    protected TorchTest()
    {
        LibTorch.Require();

        // The networks here are so small that threads would only wait for each other.
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A golden tensor.</summary>
    protected static Tensor Golden(GoldenPipeline golden, string name) => tensor(golden.Numbers(name), [.. golden.Shape(name)]);

    /// <summary>A golden tensor's row, as a batch of one.</summary>
    protected static Tensor Golden(GoldenPipeline golden, string name, int row) => Golden(golden, name).narrow(0, row, 1);

    protected static float[] Values(Tensor tensor)
    {
        using Tensor host = tensor.detach().to(float32).cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }

    protected static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.shape, actual.shape);
        Close.To(Values(expected), Values(actual), tolerance, what);
    }
}
