using System.Diagnostics.CodeAnalysis;

namespace InvAdapter.Weights;

/// <summary>The weights of one model component, a folder such as <c>unet</c>, as one set of tensors, however many files they lie in.</summary>
/// <remarks>Any number of threads may read at once. Nothing may read while or after the folder is disposed.</remarks>
public sealed class WeightFolder : IDisposable
{
    private readonly Dictionary<string, SafetensorsFile> _files;
    private readonly Dictionary<string, TensorInfo> _tensors;
    private bool _disposed;

    private WeightFolder(string folder, Dictionary<string, SafetensorsFile> files, Dictionary<string, TensorInfo> tensors)
    {
        Folder = folder;
        Files = [.. files.Keys.Order(StringComparer.Ordinal)];
        _files = files;
        _tensors = tensors;
    }

    /// <summary>Path of the folder, as it was given.</summary>
    public string Folder { get; }

    /// <summary>Paths of the files that hold the tensors, in the order of their names.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Metadata of the first file.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _files[Files[0]].Metadata;

    /// <summary>The tensors of all files by name.</summary>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public IReadOnlyDictionary<string, TensorInfo> Tensors
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _tensors.AsReadOnly();
        }
    }

    /// <summary>Opens a component's weights, and checks every file's header.</summary>
    /// <param name="folder">The component's folder.</param>
    /// <param name="stem">First part of the file names: <c>diffusion_pytorch_model</c> (UNet, VAE) or <c>model</c> (text encoder).</param>
    /// <param name="variant">
    /// A variant such as <c>fp16</c>, which must then be there. Without one, the plain file is read, or plain shards by
    /// their index, or where neither is there the <c>fp16</c> ones.
    /// </param>
    /// <returns>The open weights; dispose them to release the files.</returns>
    /// <remarks>Tensors of a shard that the index does not name are part of the set too.</remarks>
    /// <exception cref="ArgumentException">An argument is empty, or <paramref name="stem"/> or <paramref name="variant"/> is no part of a file name.</exception>
    /// <exception cref="ModelFormatException">
    /// The folder is missing, or holds no such weights; or only pickle files (<c>.bin</c>, <c>.ckpt</c>, <c>.pt</c>, <c>.pth</c>),
    /// which can run code when they are loaded and are never read.
    /// </exception>
    /// <exception cref="InvalidFileException">A file is damaged, or index and shards disagree.</exception>
    public static WeightFolder Open(string folder, string stem, string? variant = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        RequireNamePart(stem, nameof(stem));
        if (variant is not null)
            RequireNamePart(variant, nameof(variant));

        (string path, bool isIndex) = WeightFiles.Choose(folder, stem, variant);
        var files = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        try
        {
            if (isIndex)
                AddShards(path, files, tensors);
            else
                Add(path, files, tensors);
            return new WeightFolder(folder, files, tensors);
        }
        catch
        {
            foreach (SafetensorsFile file in files.Values)
                file.Dispose();
            throw;
        }
    }

    /// <summary>Opens one file as a set of tensors of its own, as adapters are.</summary>
    /// <param name="path">The safetensors file.</param>
    /// <returns>The open weights; dispose them to release the file.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidFileException">It is damaged, or no safetensors file.</exception>
    public static WeightFolder OpenFile(string path)
    {
        var files = new Dictionary<string, SafetensorsFile>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, TensorInfo>(StringComparer.Ordinal);
        Add(path, files, tensors);
        return new WeightFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, files, tensors);
    }

    /// <summary>Looks a tensor up.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="tensor">The tensor, where it is there.</param>
    /// <returns>Whether it is there.</returns>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public bool TryGet(string name, [NotNullWhen(true)] out TensorInfo? tensor)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _tensors.TryGetValue(name, out tensor);
    }

    /// <summary>A tensor's bytes, little-endian, straight from the map.</summary>
    /// <param name="tensor">One of this folder's <see cref="Tensors"/>.</param>
    /// <returns>The bytes, valid until the folder is disposed. Not necessarily aligned to the element's size.</returns>
    /// <exception cref="ArgumentException"><paramref name="tensor"/> is not of this folder.</exception>
    /// <exception cref="InvalidFileException">The tensor is larger than a span can be, 2³¹ - 1 bytes.</exception>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public ReadOnlySpan<byte> Bytes(TensorInfo tensor) => FileOf(tensor).Bytes(tensor);

    /// <summary>Copies some of a tensor's bytes from its file, without a touch of the map.</summary>
    /// <param name="tensor">One of this folder's <see cref="Tensors"/>.</param>
    /// <param name="offset">The first byte, counted from the tensor's own.</param>
    /// <param name="destination">Takes as many bytes as it is long.</param>
    /// <exception cref="InvalidFileException">The file has been cut short since it was opened.</exception>
    internal void Read(TensorInfo tensor, long offset, Span<byte> destination) => FileOf(tensor).Read(tensor, offset, destination);

    /// <summary>Reads a tensor into single precision, whatever its type.</summary>
    /// <param name="tensor">One of this folder's <see cref="Tensors"/>.</param>
    /// <param name="destination">Takes the elements in row-major order; exactly as many as the tensor has.</param>
    /// <exception cref="ArgumentException"><paramref name="tensor"/> is not of this folder, or <paramref name="destination"/> has another length.</exception>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public void ReadSingle(TensorInfo tensor, Span<float> destination) => FileOf(tensor).ReadSingle(tensor, destination);

    /// <summary>Reads a tensor into single precision, whatever its type.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <returns>A new array with the elements in row-major order.</returns>
    /// <exception cref="ModelFormatException">There is no such tensor.</exception>
    /// <exception cref="ObjectDisposedException">The folder is disposed.</exception>
    public float[] ReadSingle(string name)
    {
        if (!TryGet(name, out TensorInfo? tensor))
            throw new ModelFormatException(Folder, name, "a tensor of the model", "not there");
        return FileOf(tensor).ReadSingle(tensor);
    }

    /// <summary>Releases the files. Spans taken from them must not be used any more.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (SafetensorsFile file in _files.Values)
            file.Dispose();
    }

    private static void AddShards(string index, Dictionary<string, SafetensorsFile> files, Dictionary<string, TensorInfo> tensors)
    {
        Dictionary<string, string> shardOf = ShardIndex.Read(index);
        string folder = Path.GetDirectoryName(index)!;
        foreach ((string tensor, string shard) in shardOf)
        {
            string path = Path.Combine(folder, shard);
            if (files.ContainsKey(path))
                continue;
            if (!File.Exists(path))
                throw new InvalidFileException(index, JsonText.Clip(tensor), $"in {shard}", "not, for that file is missing");
            Add(path, files, tensors);
        }

        foreach ((string tensor, string shard) in shardOf)
        {
            if (!tensors.TryGetValue(tensor, out TensorInfo? info))
                throw new InvalidFileException(index, JsonText.Clip(tensor), $"in {shard}", "in no shard");
            if (info.File != Path.Combine(folder, shard))
                throw new InvalidFileException(index, JsonText.Clip(tensor), $"in {shard}", $"in {Path.GetFileName(info.File)}");
        }
    }

    private static void Add(string path, Dictionary<string, SafetensorsFile> files, Dictionary<string, TensorInfo> tensors)
    {
        SafetensorsFile file = SafetensorsFile.Open(path);
        files.Add(path, file);
        foreach (TensorInfo tensor in file.Tensors.Values)
        {
            if (!tensors.TryAdd(tensor.Name, tensor))
                throw new InvalidFileException(path, JsonText.Clip(tensor.Name), "in one shard", $"in {Path.GetFileName(tensors[tensor.Name].File)} too");
        }
    }

    private SafetensorsFile FileOf(TensorInfo tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _files.TryGetValue(tensor.File, out SafetensorsFile? file)
            ? file
            : throw new ArgumentException($"The tensor {tensor.Name} is not one of {Folder}.", nameof(tensor));
    }

    private static void RequireNamePart(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameter);
        if (text.AsSpan().IndexOfAny("/\\:\0") >= 0)
            throw new ArgumentException($"'{text}' is no part of a file name.", parameter);
    }
}
