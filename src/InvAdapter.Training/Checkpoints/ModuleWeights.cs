using System.Runtime.InteropServices;
using InvAdapter.Weights;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Checkpoints;

/// <summary>Moves numbers between a module's parameters and safetensors files.</summary>
internal static class ModuleWeights
{
    /// <summary>Fills every parameter of a module, from any floating-point type. Tensors that the module has no place for are ignored.</summary>
    /// <param name="module">The module.</param>
    /// <param name="weights">Where its tensors are.</param>
    /// <param name="olderName">Another name that a tensor may have in the file, or null.</param>
    /// <exception cref="ModelFormatException">A tensor is missing, is not of floating-point numbers, or has another shape.</exception>
    public static void Read(nn.Module module, WeightFolder weights, Func<string, string?>? olderName = null)
    {
        foreach ((string name, Parameter parameter) in module.named_parameters())
            Read(parameter, Find(name, parameter, weights, olderName), weights);
    }

    /// <summary>A module's parameters as what a safetensors file is written from; read while it is written.</summary>
    public static IEnumerable<TensorSource> Sources(nn.Module module, ElementType storeAs) =>
        module.named_parameters().Select(item => Source(item.name, item.parameter, storeAs));

    /// <summary>One tensor to be written.</summary>
    public static TensorSource Source(string name, Tensor tensor, ElementType storeAs) => new(name, storeAs, tensor.shape, stream =>
    {
        using Tensor values = OnHost(tensor);
        ElementConversion.Write(storeAs, MemoryMarshal.Cast<byte, float>(values.bytes), stream);
    });

    /// <summary>Copies values into a tensor, whatever its type and device.</summary>
    public static void Fill(Tensor destination, ReadOnlySpan<float> values)
    {
        using IDisposable frozen = no_grad();
        using Tensor host = empty(destination.shape, float32, CPU);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
        destination.copy_(host);
    }

    private static void Read(Parameter parameter, TensorInfo tensor, WeightFolder weights)
    {
        using IDisposable frozen = no_grad();
        using Tensor host = empty(parameter.shape, float32, CPU);
        weights.ReadSingle(tensor, MemoryMarshal.Cast<byte, float>(host.bytes));
        parameter.copy_(host);
    }

    private static Tensor OnHost(Tensor tensor)
    {
        using IDisposable frozen = no_grad();
        using TorchSharp.DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(float32).cpu().contiguous().alias().MoveToOuterDisposeScope();
    }

    private static TensorInfo Find(string name, Parameter parameter, WeightFolder weights, Func<string, string?>? olderName)
    {
        if (!weights.TryGet(name, out TensorInfo? tensor) && (olderName?.Invoke(name) is not { } older || !weights.TryGet(older, out tensor)))
            throw new ModelFormatException(weights.Folder, name, $"a tensor of shape {TensorShape.Format(parameter.shape)}", "missing");
        if (tensor.ElementType is not (ElementType.Float64 or ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16))
            throw new ModelFormatException(tensor.File, tensor.Name, "a tensor of floating-point numbers", tensor.ElementType.ToString());

        // Linear layers and 1×1 convolutions differ only in trailing ones, and checkpoints mix them up.
        if (!WithoutTrailingOnes(tensor.Shape.AsSpan()).SequenceEqual(WithoutTrailingOnes(parameter.shape)))
            throw new ModelFormatException(tensor.File, tensor.Name, $"of shape {TensorShape.Format(parameter.shape)}", $"of shape {TensorShape.Format(tensor.Shape.AsSpan())}");
        return tensor;
    }

    private static ReadOnlySpan<long> WithoutTrailingOnes(ReadOnlySpan<long> shape)
    {
        while (shape is [_, .., 1])
            shape = shape[..^1];
        return shape;
    }
}
