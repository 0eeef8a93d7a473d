using System.Collections.Immutable;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using InvAdapter.Weights;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InvAdapter.Runtime;

/// <summary>A tensor in host or device memory that sessions read and write. Whoever creates or receives one disposes it.</summary>
/// <remarks>Float32 and float16 hold network values, int32 and int64 indices, bool switches.</remarks>
public sealed class DeviceTensor : IDisposable
{
    private readonly OrtValue _value;
    private bool _disposed;

    internal DeviceTensor(OrtValue value)
    {
        _value = value;
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        Shape = [.. info.Shape];
        ElementType = FromOrt(info.ElementDataType);
        ElementCount = info.ElementCount;
        using OrtMemoryInfo memory = value.GetTensorMemoryInfo();
        IsOnHost = memory.GetDeviceType() == OrtMemoryInfoDeviceType.CPU;
    }

    /// <summary>Lengths of the dimensions, outermost first.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>Whether <see cref="Values"/> can be read without a copy.</summary>
    public bool IsOnHost { get; }

    /// <summary>The float32 values in host memory, without a copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor is on a device, or is not float32.</exception>
    public ReadOnlySpan<float> Values => IsOnHost && ElementType == ElementType.Float32
        ? Value.GetTensorDataAsSpan<float>()
        : throw new InvalidOperationException($"A {ElementType} tensor {(IsOnHost ? "on the host" : "on a device")} can't be read in place; use {nameof(CopyTo)}.");

    internal OrtValue Value
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _value;
        }
    }

    /// <summary>Wraps host memory without copying it. The memory stays pinned until the tensor is disposed.</summary>
    /// <param name="values">The elements, row by row.</param>
    /// <param name="shape">Lengths of the dimensions.</param>
    /// <exception cref="ArgumentException">The shape does not hold as many elements as there are.</exception>
    public static DeviceTensor FromMemory<T>(Memory<T> values, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        if ((shape.IsEmpty ? 1 : TensorPrimitives.Product(shape)) != values.Length)
            throw new ArgumentException($"A tensor of shape [{string.Join(',', shape.ToArray())}] can't hold {values.Length} values.", nameof(shape));
        return new DeviceTensor(OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values, shape.ToArray()));
    }

    /// <summary>Wraps unmanaged host memory, which must stay where it is until the tensor is disposed. Memory that isn't aligned to its elements is copied.</summary>
    internal static unsafe DeviceTensor FromPointer(ElementType type, ReadOnlySpan<byte> bytes, ImmutableArray<long> shape)
    {
        fixed (byte* start = bytes)
        {
            if ((nuint)start % (nuint)type.SizeInBytes() == 0)
                return new DeviceTensor(OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, ToOrt(type), [.. shape], (nint)start, bytes.Length));
        }

        OrtValue copy = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, ToOrt(type), [.. shape]);
        bytes.CopyTo(copy.GetTensorMutableRawData());
        return new DeviceTensor(copy);
    }

    /// <summary>Copies the values, converted to float32, into <paramref name="destination"/>.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than <see cref="ElementCount"/>.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length < ElementCount)
            throw new ArgumentException($"A tensor of {ElementCount} values doesn't fit into {destination.Length}.", nameof(destination));
        if (!IsOnHost)
        {
            using DeviceTensor host = ToHost();
            host.CopyTo(destination);
            return;
        }

        switch (ElementType)
        {
            case ElementType.Float32:
                Value.GetTensorDataAsSpan<float>().CopyTo(destination);
                break;
            case ElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<Float16, Half>(Value.GetTensorDataAsSpan<Float16>()), destination);
                break;
            default:
                throw new InvalidOperationException($"A {ElementType} tensor holds no network values.");
        }
    }

    /// <summary>The values, converted to float32, in a new array.</summary>
    public float[] ToArray()
    {
        float[] values = new float[ElementCount];
        CopyTo(values);
        return values;
    }

    /// <summary>The same values as float32 or float16 in host memory, as a tensor of its own.</summary>
    internal DeviceTensor ToElementType(ElementType type)
    {
        float[] values = ToArray();
        if (type == ElementType.Float32)
            return FromMemory<float>(values, Shape.AsSpan());
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        Float16[] words = MemoryMarshal.Cast<Half, Float16>(halves).ToArray();
        return FromMemory<Float16>(words, Shape.AsSpan());
    }

    /// <summary>Releases the memory, or the hold on it.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _value.Dispose();
    }

    /// <summary>The same values in host memory, as a tensor of its own.</summary>
    public DeviceTensor ToHost()
    {
        OrtValue host = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, ToOrt(ElementType), [.. Shape]);
        try
        {
            if (IsOnHost)
                Value.GetTensorMutableRawData().CopyTo(host.GetTensorMutableRawData());
            else
                OrtEnv.Instance().CopyTensors([Value], [host], null);
            return new DeviceTensor(host);
        }
        catch (Exception error)
        {
            host.Dispose();
            throw error is OnnxRuntimeException ? new InferenceException("device copy", "Running", error) : error;
        }
    }

    internal static TensorElementType ToOrt(ElementType type) => type switch
    {
        ElementType.Float64 => TensorElementType.Double,
        ElementType.Float32 => TensorElementType.Float,
        ElementType.Float16 => TensorElementType.Float16,
        ElementType.BFloat16 => TensorElementType.BFloat16,
        ElementType.Int64 => TensorElementType.Int64,
        ElementType.Int32 => TensorElementType.Int32,
        ElementType.Int8 => TensorElementType.Int8,
        ElementType.UInt8 => TensorElementType.UInt8,
        ElementType.Bool => TensorElementType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an element type of a session."),
    };

    private static ElementType FromOrt(TensorElementType type) => type switch
    {
        TensorElementType.Float => ElementType.Float32,
        TensorElementType.Float16 => ElementType.Float16,
        TensorElementType.BFloat16 => ElementType.BFloat16,
        TensorElementType.Double => ElementType.Float64,
        TensorElementType.Int64 => ElementType.Int64,
        TensorElementType.Int32 => ElementType.Int32,
        TensorElementType.Int8 => ElementType.Int8,
        TensorElementType.UInt8 => ElementType.UInt8,
        TensorElementType.Bool => ElementType.Bool,
        _ => throw new NotSupportedException($"Sessions here make no tensors of type {type}."),
    };
}
