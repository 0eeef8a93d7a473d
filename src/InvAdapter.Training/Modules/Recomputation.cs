using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>A part of a network that keeps only its inputs, and runs a second time on the way back.</summary>
internal sealed class Recomputation : autograd.SingleTensorFunction<Recomputation>
{
    private const string Part = "part";

    public override string Name => nameof(Recomputation);

    /// <param name="part">The part, which may use parameters and what it is given, but no other tensor: by the second time those may be released.</param>
    /// <param name="x">Its input.</param>
    /// <param name="others">What else it is given, behind the input. Gradients flow into these too, as long as no other part is given them.</param>
    /// <returns>Its output.</returns>
    public static Tensor Run(Func<IReadOnlyList<Tensor>, Tensor> part, Tensor x, IReadOnlyList<Tensor> others)
    {
        // An input that needs a gradient is what makes the way back come here, even where nothing before has any.
        using Tensor anchor = zeros(0, requires_grad: true);
        return apply(part, x, anchor, others);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var part = (Func<IReadOnlyList<Tensor>, Tensor>)vars[0];
        List<Tensor> inputs = [(Tensor)vars[1], .. (IReadOnlyList<Tensor>)vars[3]];
        ctx.save_data(Part, part);
        ctx.save_for_backward(inputs);
        using IDisposable frozen = no_grad();
        return part(inputs);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var part = (Func<IReadOnlyList<Tensor>, Tensor>)ctx.get_data(Part);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable learning = enable_grad();
        List<Tensor> inputs = ctx.get_saved_variables();
        inputs[0] = inputs[0].detach().requires_grad_(true);
        part(inputs).backward([grad_output]);
        return [null!, inputs[0].grad!.MoveToOuterDisposeScope(), null!, null!];
    }
}
