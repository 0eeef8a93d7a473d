using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>GEGLU: one half of a projection, gated by the other's GELU, and projected back.</summary>
internal sealed class FeedForward : nn.Module
{
    private readonly Linear _in;
    private readonly Linear _out;

    public FeedForward(int width)
        : base(nameof(FeedForward))
    {
        // The checkpoint's number 1 is a dropout, which has no weights.
        _in = nn.Linear(width, 8 * width);
        _out = nn.Linear(4 * width, width);
        this.Children<nn.Module>("net", [new Gate(_in), nn.Identity(), _out]);
    }

    public Tensor Forward(Tensor tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] halves = _in.forward(tokens).chunk(2, -1);
        return _out.forward(halves[0] * nn.functional.gelu(halves[1])).MoveToOuterDisposeScope();
    }

    private sealed class Gate : nn.Module
    {
        public Gate(Linear projection)
            : base(nameof(Gate)) => this.Child("proj", projection);
    }
}
