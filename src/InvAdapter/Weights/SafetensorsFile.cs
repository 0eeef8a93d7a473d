using System.IO.MemoryMappedFiles;

namespace InvAdapter.Weights;

/// <summary>A safetensors file, mapped into memory and read in place.</summary>
/// <remarks>
/// <para>Opening reads the header alone; a tensor's pages are loaded when they are touched. The rules are the reference
/// implementation's: a header of at most 100 MB, tensors that cover the data section without overlap, hole or rest,
/// no name twice.</para>
/// <para>Any number of threads may read at once. Nothing may read while or after the file is disposed, and the file must
/// not be cut short by others while it is open. One that is never disposed stays mapped: spans could still point into it.</para>
/// </remarks>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly SafetensorsHeader _header;
    private byte* _start;

    private SafetensorsFile(string path, FileStream stream)
    {
        Path = path;
        _stream = stream;
        long length = stream.Length;
        if (length < SafetensorsHeader.PrefixBytes)
            SafetensorsHeader.ReadLength(path, [], length);
        _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
            int json = SafetensorsHeader.ReadLength(path, new ReadOnlySpan<byte>(_start, SafetensorsHeader.PrefixBytes), length);
            _header = SafetensorsHeader.Parse(path, new ReadOnlySpan<byte>(_start + SafetensorsHeader.PrefixBytes, json), length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Path of the file, as it was given.</summary>
    public string Path { get; }

    /// <summary>Free text that the file's writer added. Empty where there is none.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public IReadOnlyDictionary<string, string> Metadata => Header.Metadata.AsReadOnly();

    /// <summary>The file's tensors by name.</summary>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => Header.Tensors.AsReadOnly();

    private SafetensorsHeader Header
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start == null, this);
            return _header;
        }
    }

    /// <summary>Maps a file and checks its header.</summary>
    /// <param name="path">Path of the file.</param>
    /// <returns>The open file; dispose it to release the map.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null, empty or blank.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is no safetensors file, or a damaged one; or a folder.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Directory.Exists(path))
            throw new InvalidFileException(path, "path", "a safetensors file", "a folder");
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such file.", path);

        // The map owns the stream once it is made; until then it is ours to close.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        try
        {
            return new SafetensorsFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A tensor's bytes, little-endian, straight from the map.</summary>
    /// <param name="tensor">One of this file's <see cref="Tensors"/>.</param>
    /// <returns>The bytes, valid until the file is disposed. Not necessarily aligned to the element's size.</returns>
    /// <exception cref="ArgumentException"><paramref name="tensor"/> is not of this file.</exception>
    /// <exception cref="InvalidFileException">The tensor is larger than a span can be, 2³¹ - 1 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> Bytes(TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!Header.Tensors.TryGetValue(tensor.Name, out TensorInfo? own) || !ReferenceEquals(own, tensor))
            throw new ArgumentException($"The tensor {tensor.Name} is not one of {Path}.", nameof(tensor));
        if (tensor.Length > int.MaxValue)
            throw new InvalidFileException(Path, tensor.Name, $"at most {int.MaxValue} bytes to be read at once", $"{tensor.Length} bytes");
        return new ReadOnlySpan<byte>(_start + tensor.Offset, (int)tensor.Length);
    }

    /// <summary>A tensor's bytes by its name.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>The bytes, as <see cref="Bytes(TensorInfo)"/> gives them.</returns>
    /// <exception cref="InvalidFileException">The file has no such tensor, or it is larger than a span can be.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Bytes(Find(name));

    /// <summary>Reads a tensor into single precision, whatever its type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="destination">Takes the elements in row-major order; exactly as many as the tensor has.</param>
    /// <remarks>Numbers that single precision cannot hold are rounded, those beyond its range become infinite; true is 1.</remarks>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="InvalidFileException">The file has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public void ReadSingle(string name, Span<float> destination) => ReadSingle(Find(name), destination);

    /// <summary>Reads a tensor into single precision, whatever its type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new array with the elements in row-major order.</returns>
    /// <exception cref="InvalidFileException">The file has no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public float[] ReadSingle(string name) => ReadSingle(Find(name));

    /// <summary>Reads a tensor of whole numbers or truth values.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new array with the elements in row-major order; true is 1.</returns>
    /// <exception cref="InvalidFileException">The file has no such tensor, or its type is a floating-point one.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public long[] ReadInt64(string name)
    {
        TensorInfo tensor = Find(name);
        if (tensor.ElementType <= ElementType.BFloat16)
            throw new InvalidFileException(Path, name, "of a whole number type", $"of type {tensor.ElementType.SafetensorsName()}");
        ReadOnlySpan<byte> bytes = Bytes(tensor);
        var values = new long[tensor.ElementCount];
        ElementConversion.ToInt64(tensor.ElementType, bytes, values);
        return values;
    }

    /// <summary>Releases the map. Spans taken from it must not be used any more.</summary>
    public void Dispose()
    {
        if (_start != null)
        {
            _start = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        // Null where the constructor failed before they were made.
        _view?.Dispose();
        _map?.Dispose();
    }

    internal void Read(TensorInfo tensor, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = RandomAccess.Read(_stream.SafeFileHandle, destination, tensor.Offset + offset);
            if (count == 0)
                throw new InvalidFileException(Path, tensor.Name, $"{tensor.Length} bytes", $"only {offset}: the file has been cut short since it was opened");
            destination = destination[count..];
            offset += count;
        }
    }

    internal void ReadSingle(TensorInfo tensor, Span<float> destination)
    {
        ReadOnlySpan<byte> bytes = Bytes(tensor);
        if (destination.Length != tensor.ElementCount)
            throw new ArgumentException($"{tensor.Name} has {tensor.ElementCount} elements, but there is room for {destination.Length}.", nameof(destination));
        ElementConversion.ToSingle(tensor.ElementType, bytes, destination);
    }

    internal float[] ReadSingle(TensorInfo tensor)
    {
        // The bytes come first: a tensor too large to read must fail before its array is made.
        ReadOnlySpan<byte> bytes = Bytes(tensor);
        var values = new float[tensor.ElementCount];
        ElementConversion.ToSingle(tensor.ElementType, bytes, values);
        return values;
    }

    private TensorInfo Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Header.Tensors.TryGetValue(name, out TensorInfo? tensor)
            ? tensor
            : throw new InvalidFileException(Path, name, "a tensor of the file", "not there");
    }
}
