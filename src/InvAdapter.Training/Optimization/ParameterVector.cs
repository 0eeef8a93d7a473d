using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Optimization;

/// <summary>Everything that a run trains, as one float32 vector with one vector of gradients.</summary>
/// <remarks>
/// The modules' parameters become views, so that an optimiser's step, an average, a norm or a checkpoint is a handful of operations however
/// many layers there are. Where modules compute in bfloat16 the vector is the float32 master, and <see cref="Publish"/> rounds it for them.
/// </remarks>
public sealed class ParameterVector : IDisposable
{
    private readonly Tensor _computed;
    private readonly Tensor _computedGradients;

    /// <summary>Takes the trainable parameters of modules over. Frozen ones (<c>requires_grad</c> false) stay theirs.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="computeType">What the modules are to compute in, frozen parameters included: float32 or bfloat16.</param>
    /// <exception cref="ArgumentException">Nothing is trainable, or the compute type is another one.</exception>
    public ParameterVector(IReadOnlyList<nn.Module> modules, ScalarType computeType = ScalarType.Float32)
    {
        ArgumentNullException.ThrowIfNull(modules);
        if (computeType is not (ScalarType.Float32 or ScalarType.BFloat16))
            throw new ArgumentException($"Modules can't compute in {computeType} here; use Float32 or BFloat16.", nameof(computeType));
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();

        // The master is taken before the modules are rounded.
        Tensor[] parts = [.. Trainable(modules).Select(item => item.Parameter.to(float32).flatten())];
        if (parts.Length == 0)
            throw new ArgumentException("None of the modules has a parameter that requires a gradient.", nameof(modules));

        // TorchSharp gives a list of one back as it is: a view of the parameter.
        Values = (parts is [var only] ? only.clone() : cat(parts, 0)).DetachFromDisposeScope();
        Gradients = zeros_like(Values).DetachFromDisposeScope();
        if (computeType != ScalarType.Float32)
        {
            foreach (nn.Module module in modules)
                module.to(computeType);
        }

        bool isMaster = computeType != ScalarType.Float32;
        _computed = isMaster ? Values.to(computeType).DetachFromDisposeScope() : Values;
        _computedGradients = isMaster ? zeros_like(_computed).DetachFromDisposeScope() : Gradients;
        Names = [.. Trainable(modules).Select(item => item.Name)];
        Adopt(Trainable(modules).Select(item => item.Parameter));
    }

    /// <summary>The parameters' names, each after its module's number.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>All values, [count], float32.</summary>
    public Tensor Values { get; }

    /// <summary>All gradients, [count], float32; filled by <see cref="Collect"/>.</summary>
    public Tensor Gradients { get; }

    /// <summary>Number of values.</summary>
    public long Count => Values.numel();

    /// <summary>Sets all gradients to zero, before a backward pass.</summary>
    public void ZeroGradients()
    {
        using IDisposable frozen = no_grad();
        _computedGradients.zero_();
    }

    /// <summary>Brings the gradients of a backward pass into <see cref="Gradients"/>, and scales them down where they are too long.</summary>
    /// <param name="maximumNorm">Longest that the gradient may be; infinity for any length.</param>
    /// <returns>The gradient's length before; not finite where the pass has overflowed, and then it must not be used.</returns>
    public double Collect(double maximumNorm = double.PositiveInfinity)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (!ReferenceEquals(_computedGradients, Gradients))
            Gradients.copy_(_computedGradients);
        double norm = Gradients.norm().to(float64).item<double>();
        if (double.IsFinite(norm) && norm > maximumNorm)
            Gradients.mul_(maximumNorm / norm);
        return norm;
    }

    /// <summary>Makes changed <see cref="Values"/> known to the modules.</summary>
    public void Publish()
    {
        using IDisposable frozen = no_grad();
        if (!ReferenceEquals(_computed, Values))
            _computed.copy_(Values);
    }

    /// <summary>Copies a vector of values to other modules of the same parameters, in their own type.</summary>
    /// <exception cref="ArgumentException">The modules have other parameters.</exception>
    internal void CopyTo(IReadOnlyList<nn.Module> modules, Tensor values)
    {
        ArgumentNullException.ThrowIfNull(modules);
        (string Name, Parameter Parameter)[] items = [.. Trainable(modules)];
        if (!items.Select(item => item.Name).SequenceEqual(Names) || items.Sum(item => item.Parameter.numel()) != Count)
            throw new ArgumentException("The modules have other parameters than those that are trained.", nameof(modules));
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long offset = 0;
        foreach ((_, Parameter parameter) in items)
        {
            long count = parameter.numel();
            parameter.copy_(values.narrow(0, offset, count).view(parameter.shape));
            offset += count;
        }
    }

    /// <summary>Releases the vectors. The modules keep their values.</summary>
    public void Dispose()
    {
        _computed.Dispose();
        _computedGradients.Dispose();
        Values.Dispose();
        Gradients.Dispose();
    }

    private static IEnumerable<(string Name, Parameter Parameter)> Trainable(IReadOnlyList<nn.Module> modules) =>
        from item in modules.Select((module, index) => (module, index))
        from parameter in item.module.named_parameters()
        where parameter.parameter.requires_grad
        select ($"{item.index}.{parameter.name}", parameter.parameter);

    private void Adopt(IEnumerable<Parameter> parameters)
    {
        long offset = 0;
        foreach (Parameter parameter in parameters)
        {
            long count = parameter.numel();
            long[] shape = parameter.shape;
            parameter.set_(_computed.narrow(0, offset, count).view(shape));

            // A backward pass adds to a gradient that is there, in place.
            parameter.grad = _computedGradients.narrow(0, offset, count).view(shape);
            offset += count;
        }
    }
}
