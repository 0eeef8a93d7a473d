using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace InvAdapter.Runtime;

/// <summary>A hold on a tensor's values. They are made by the first that asks, shared by all that ask while it is held, and gone with the last.</summary>
internal sealed unsafe class HostMemory : IDisposable
{
    /// <summary>The widest vectors that kernels load.</summary>
    private const int Alignment = 64;

    private static readonly Dictionary<TensorOrigin, Block> s_blocks = [];

    private readonly Block _block;
    private readonly OrtValue _value;
    private readonly TensorOrigin _origin;
    private bool _disposed;

    private HostMemory(HostTensor tensor, Block block)
    {
        (_block, _origin) = (block, tensor.Origin);
        _value = OrtValue.CreateTensorValueWithData(
            OrtMemoryInfo.DefaultInstance, TensorElementType.Float, [.. tensor.Shape], (nint)block.Start, (long)tensor.Length * sizeof(float));
    }

    /// <summary>The tensor, in the shape that it was asked for; valid until the hold is disposed.</summary>
    public OrtValue Value => _value;

    /// <summary>Takes hold of tensors, making those that aren't there yet on all cores.</summary>
    /// <exception cref="OutOfMemoryException">There is no room.</exception>
    public static HostMemory[] Hold(IReadOnlyList<HostTensor> tensors)
    {
        var held = new HostMemory?[tensors.Count];
        try
        {
            Parallel.For(0, held.Length, i => held[i] = Hold(tensors[i]));
            return held!;
        }
        catch (AggregateException error)
        {
            Release(held);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error.InnerExceptions[0]).Throw();
            throw;
        }
    }

    /// <summary>Bytes that this process holds of a folder's files, however many hold them.</summary>
    public static long BytesFrom(string folder)
    {
        string inside = folder + Path.DirectorySeparatorChar;
        lock (s_blocks)
            return s_blocks.Where(pair => pair.Key.File.StartsWith(inside, StringComparison.Ordinal)).Sum(pair => (long)pair.Value.Length * sizeof(float));
    }

    /// <summary>Lets all of them go.</summary>
    public static void Release(IEnumerable<HostMemory?> held)
    {
        foreach (HostMemory? memory in held)
            memory?.Dispose();
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _value.Dispose();
        LetGo(_origin, _block);
    }

    private static HostMemory Hold(HostTensor tensor)
    {
        Block block;
        lock (s_blocks)
        {
            ref Block? known = ref CollectionsMarshal.GetValueRefOrAddDefault(s_blocks, tensor.Origin, out _);
            block = known ??= new Block(tensor.Length);
            block.Holders++;
        }

        try
        {
            block.Fill(tensor.Fill);
            return new HostMemory(tensor, block);
        }
        catch
        {
            LetGo(tensor.Origin, block);
            throw;
        }
    }

    private static void LetGo(TensorOrigin origin, Block block)
    {
        lock (s_blocks)
        {
            if (--block.Holders > 0)
                return;
            s_blocks.Remove(origin);
        }

        block.Free();
    }

    /// <summary>The values themselves.</summary>
    private sealed class Block(int length)
    {
        private readonly object _filling = new();

        public int Length => length;

        public int Holders { get; set; }

        public float* Start { get; private set; }

        /// <summary>Makes the values where nobody has; where somebody is about it, waits.</summary>
        public void Fill(HostTensorFill fill)
        {
            lock (_filling)
            {
                if (Start is not null)
                    return;
                float* memory = Allocate((nuint)length * sizeof(float));
                try
                {
                    fill(new Span<float>(memory, length));
                }
                catch
                {
                    NativeMemory.AlignedFree(memory);
                    throw;
                }

                Start = memory;
            }
        }

        private static float* Allocate(nuint bytes)
        {
            if (bytes < HugePages.Size)
                return (float*)NativeMemory.AlignedAlloc(bytes, Alignment);
            void* memory = NativeMemory.AlignedAlloc(bytes, HugePages.Size);
            HugePages.Advise(memory, bytes / HugePages.Size * HugePages.Size);
            return (float*)memory;
        }

        public void Free() => NativeMemory.AlignedFree(Start);
    }
}
