using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Graphs;

/// <summary>Turns tensors of a model folder into initializers that point into its files, or whose values are lent when the session is loaded.</summary>
/// <remarks>Every tensor's shape is checked against what the configuration asks for, so that a wrong file fails when it is loaded.</remarks>
internal sealed class WeightBinder
{
    /// <summary>A model that is handed to the runtime has to stay below 2³¹ bytes; some are left for the graph itself.</summary>
    private const long MaxCopiedBytes = int.MaxValue - (64 << 20);

    /// <summary>What only layers' weights end with: nothing else may be int8.</summary>
    public const string WeightSuffix = ".weight";

    private readonly GraphBuilder _graph;
    private readonly WeightFolder _weights;
    private readonly Dictionary<string, string> _locations = [];
    private readonly Dictionary<(string Name, ElementType Type, string Shape), string> _bound = [];
    private readonly HashSet<string> _used = [];
    private readonly HashSet<string> _initialized = [];
    private readonly string _root;
    private readonly WeightLender? _lender;
    private readonly List<HostTensor> _lent = [];

    public WeightBinder(GraphBuilder graph, WeightFolder weights, GraphTarget target)
    {
        _graph = graph;
        _weights = weights;
        _lender = target.LendsWeights ? new WeightLender(weights) : null;
        CheckAlignment(weights);

        // The Hugging Face cache is made of links into a folder of blobs, and the runtime follows none out of the folder it is given:
        // so links are resolved here, and the root is what all targets have in common.
        Dictionary<string, string> targets = weights.Files.ToDictionary(file => file, RealPath.Of);
        _root = CommonFolder(weights.Folder, targets.Values);
        foreach ((string file, string real) in targets)
            _locations[file] = Path.GetRelativePath(_root, real);
    }

    /// <summary>The graph with all that was bound.</summary>
    public NetworkGraph Finish() => new(_graph.Build(), _root, _used, _lent);

    /// <summary>Whether the folder holds a tensor.</summary>
    public bool Has(string name) => _weights.TryGet(name, out _);

    /// <summary>Binds a tensor of exactly this shape; it arrives in the graph as <paramref name="type"/>.</summary>
    public string Bind(string name, ElementType type, params ReadOnlySpan<long> shape) => BindAs(name, type, shape, shape);

    /// <summary>Binds a tensor stored in one shape and used in another with as many elements.</summary>
    /// <param name="name">Name in the file.</param>
    /// <param name="type">Type in the graph.</param>
    /// <param name="stored">Shape in the file; trailing ones may be there or not, as linear layers and 1×1 convolutions differ only in them.</param>
    /// <param name="used">Shape in the graph.</param>
    public string BindAs(string name, ElementType type, ReadOnlySpan<long> stored, ReadOnlySpan<long> used)
    {
        TensorInfo tensor = Find(name, stored);
        var key = (name, type, string.Join(',', used.ToArray()));
        if (_bound.TryGetValue(key, out string? value))
            return value;

        _used.Add(name);
        string initializer = _initialized.Add(name) ? name : $"{name}[{key.Item3}]";
        Initialize(initializer, tensor, used);
        value = tensor.ElementType == ElementType.Int8 ? Widen(name, initializer, type, stored[0], used)
            : tensor.ElementType == type ? initializer
            : _graph.Cast(initializer, type);
        return _bound[key] = value;
    }

    /// <summary>Binds a matrix that is only ever multiplied by or looked up in, never computed with while the session is loaded: such can be lent.</summary>
    public string BindMatrix(string name, ElementType type, int rows, int columns)
    {
        TensorInfo tensor = Find(name, [rows, columns]);
        return Lend(tensor, LenderOf(type)?.Rows(tensor, 0, rows, columns)) ?? Bind(name, type, rows, columns);
    }

    /// <summary>Binds the weight and the bias of a linear layer that has one, in equal parts of their rows; null where that is not possible.</summary>
    public (string Weight, string Bias)[]? BindRows(LinearShape shape, int parts, ElementType type)
    {
        int rows = PartOf(shape.OutWidth, parts);
        TensorInfo tensor = Find($"{shape.Name}{WeightSuffix}", shape.Weight);
        return LendParts(
            tensor,
            parts,
            part => LenderOf(type)?.Rows(tensor, part * rows, rows, shape.InWidth),
            part => Bias(shape.Name, shape.OutWidth, part * rows, rows, rows));
    }

    /// <summary>Binds a convolution's weight, transformed for Winograd's algorithm; null where that is not possible.</summary>
    public string? BindTransformed(ConvolutionShape shape, int tile, ElementType type)
    {
        TensorInfo tensor = Find($"{shape.Name}{WeightSuffix}", shape.Weight);
        return Lend(tensor, LenderOf(type)?.Transformed(tensor, shape, tile));
    }

    /// <summary>Binds a convolution's weight and bias in blocks of channels, in equal parts of its output channels, each filled up to whole blocks; null where that is not possible.</summary>
    public (string Weight, string Bias)[]? BindBlocked(ConvolutionShape shape, int parts, ElementType type)
    {
        int size = ChannelBlocks.Size;
        ConvolutionShape cut = shape with { OutChannels = PartOf(shape.OutChannels, parts) };
        TensorInfo tensor = Find($"{shape.Name}{WeightSuffix}", shape.Weight);
        return !ChannelBlocks.Fit(shape, size) ? null : LendParts(
            tensor,
            parts,
            part => LenderOf(type)?.Blocks(tensor, cut, part * cut.OutChannels, size),
            part => Bias(shape.Name, shape.OutChannels, part * cut.OutChannels, cut.OutChannels, ChannelBlocks.Padded(cut.OutChannels, size)));
    }

    /// <summary>Checks that a tensor is there and of exactly this shape.</summary>
    /// <exception cref="ModelFormatException">It is not.</exception>
    public void Check(string name, params ReadOnlySpan<long> shape) => Find(name, shape);

    /// <summary>Whether a tensor is there and holds int8.</summary>
    public bool IsInt8(string name) => _weights.TryGet(name, out TensorInfo? tensor) && tensor.ElementType == ElementType.Int8;

    /// <summary>Binds an int8 tensor of exactly this shape as it is.</summary>
    public string BindInt8(string name, params ReadOnlySpan<long> shape)
    {
        TensorInfo tensor = Find(name, shape);
        _used.Add(name);
        if (_initialized.Add(name))
            Initialize(name, tensor, shape);
        return name;
    }

    /// <summary>The values of a tensor of exactly this shape, for what has to be computed before the graph can be.</summary>
    public float[] Read(string name, params ReadOnlySpan<long> shape)
    {
        TensorInfo tensor = Find(name, shape);
        _used.Add(name);
        return _weights.ReadSingle(tensor.Name);
    }

    /// <summary>The error of a tensor whose values can't be used.</summary>
    public ModelFormatException Bad(string name, string expected, string actual) =>
        new(_weights.TryGet(name, out TensorInfo? tensor) ? tensor.File : _weights.Folder, name, expected, actual);

    /// <summary>An int8 weight times its channels' scales, which the session computes once. (A DequantizeLinear node it would keep, and run in every call.)</summary>
    private string Widen(string name, string initializer, ElementType type, long channels, ReadOnlySpan<long> used)
    {
        string layer = name[..^WeightSuffix.Length];
        float[] scales = QuantizedWeights.Scales(_weights, layer, channels);
        _used.Add(QuantizedWeights.WeightScale(layer));
        string column = $"{initializer}.scales";
        long[] shape = [channels, .. Enumerable.Repeat(1L, used.Length - 1)];
        _graph.Initialize(column, ElementType.Float32, shape, MemoryMarshal.AsBytes<float>(scales));
        string widened = _graph.Node("Mul", [_graph.Cast(initializer, ElementType.Float32), column]);
        return type == ElementType.Float32 ? widened : _graph.Cast(widened, type);
    }

    /// <summary>The lender, where values are wanted in the type that it lends; else null.</summary>
    private WeightLender? LenderOf(ElementType type) => type == ElementType.Float32 ? _lender : null;

    /// <summary>Adds an initializer that will be lent. The runtime wants to be told some place for it, which has to exist and is never read.</summary>
    /// <returns>Its name; null where there is nothing to lend.</returns>
    [return: NotNullIfNotNull(nameof(lent))]
    private string? Lend(TensorInfo tensor, HostTensor? lent)
    {
        if (lent is null)
            return null;
        _used.Add(tensor.Name);
        if (tensor.ElementType == ElementType.Int8)
            _used.Add(QuantizedWeights.WeightScale(tensor.Name[..^WeightSuffix.Length]));
        if (_initialized.Add(lent.Initializer))
        {
            _lent.Add(lent);
            _graph.InitializeFromFile(
                lent.Initializer, ElementType.Float32, lent.Shape.AsSpan(), _locations[tensor.File], tensor.Offset, TensorShape.TryByteCount(lent.Shape.AsSpan(), ElementType.Float32)!.Value);
        }

        return lent.Initializer;
    }

    /// <summary>Lends the parts of a weight with their biases, or none of them.</summary>
    private (string Weight, string Bias)[]? LendParts(TensorInfo tensor, int parts, Func<int, HostTensor?> weight, Func<int, string> bias)
    {
        HostTensor[] lent = [.. Enumerable.Range(0, parts).Select(weight).OfType<HostTensor>()];
        return lent.Length < parts ? null : [.. lent.Select((values, part) => (Lend(tensor, values), bias(part)))];
    }

    /// <summary>Adds some of a layer's bias, with zeros behind it.</summary>
    private string Bias(string layer, int channels, int first, int count, int length)
    {
        string name = $"{layer}.bias";
        string part = $"{name}[{count} of {length} from {first}]";
        if (!_initialized.Add(part))
            return part;
        float[] values = new float[length];
        Read(name, channels).AsSpan(first, count).CopyTo(values);
        _graph.Initialize(part, ElementType.Float32, [length], MemoryMarshal.AsBytes<float>(values));
        return part;
    }

    private static int PartOf(int whole, int parts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(whole % parts, 0, nameof(parts));
        return whole / parts;
    }

    private void Initialize(string initializer, TensorInfo tensor, ReadOnlySpan<long> shape)
    {
        // Data that isn't aligned to its own elements can't be read in place. The first versions of the safetensors library wrote such files.
        if (IsAligned(tensor))
            _graph.InitializeFromFile(initializer, tensor.ElementType, shape, _locations[tensor.File], tensor.Offset, tensor.Length);
        else
            _graph.Initialize(initializer, tensor.ElementType, shape, _weights.Bytes(tensor));
    }

    private TensorInfo Find(string name, ReadOnlySpan<long> shape)
    {
        string expected = $"[{string.Join(',', shape.ToArray())}]";
        if (!_weights.TryGet(name, out TensorInfo? tensor))
            throw new ModelFormatException(_weights.Folder, name, $"a tensor of shape {expected}", "missing");
        bool isInt8Weight = tensor.ElementType == ElementType.Int8 && name.EndsWith(WeightSuffix, StringComparison.Ordinal) && shape.Length is 2 or 4;
        if (!isInt8Weight && tensor.ElementType is not (ElementType.Float64 or ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16))
            throw new ModelFormatException(tensor.File, name, "a tensor of floating-point numbers", tensor.ElementType.ToString());
        if (!WithoutTrailingOnes(tensor.Shape.AsSpan()).SequenceEqual(WithoutTrailingOnes(shape)))
            throw new ModelFormatException(tensor.File, name, $"of shape {expected}", $"of shape [{string.Join(',', tensor.Shape)}]");
        return tensor;
    }

    private static ReadOnlySpan<long> WithoutTrailingOnes(ReadOnlySpan<long> shape)
    {
        while (shape is [_, .., 1])
            shape = shape[..^1];
        return shape;
    }

    private static bool IsAligned(TensorInfo tensor) => tensor.Offset % tensor.ElementType.SizeInBytes() == 0;

    private static void CheckAlignment(WeightFolder weights)
    {
        TensorInfo[] unaligned = [.. weights.Tensors.Values.Where(tensor => !IsAligned(tensor))];
        if (unaligned.Sum(tensor => tensor.Length) is > MaxCopiedBytes and long bytes)
            throw new ModelFormatException(unaligned[0].File, "the data section", "aligned to its elements (save the file again with a current safetensors library)", $"{bytes} bytes that are not");
    }

    private static string CommonFolder(string model, IEnumerable<string> files)
    {
        string[] folders = [.. files.Select(file => Path.GetDirectoryName(file)!).Distinct(StringComparer.Ordinal)];
        string common = folders[0];
        while (!folders.All(folder => IsWithin(folder, common)))
        {
            common = Path.GetDirectoryName(common)
                ?? throw new ModelFormatException(model, "the folder", "one whose files lie on one volume", $"spread over {string.Join(" and ", folders)}");
        }

        return common;
    }

    private static bool IsWithin(string folder, string common) =>
        folder == common || folder.StartsWith(Path.EndsInDirectorySeparator(common) ? common : common + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
