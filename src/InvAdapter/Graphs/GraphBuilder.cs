using Google.Protobuf;
using Google.Protobuf.Collections;
using InvAdapter.Onnx;
using InvAdapter.Weights;
using static InvAdapter.Onnx.TensorProto.Types;

namespace InvAdapter.Graphs;

/// <summary>Writes an ONNX graph node by node. Values are names; each method returns that of its result.</summary>
internal sealed class GraphBuilder
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Contrib = "com.microsoft";

    private readonly GraphProto _graph;
    private readonly Dictionary<string, string> _constants = [];
    private RepeatedField<NodeProto> _nodes;
    private int _values;

    public GraphBuilder(string name)
    {
        _graph = new GraphProto { Name = name };
        _nodes = _graph.Node;
    }

    /// <summary>The finished model.</summary>
    public ModelProto Build()
    {
        var model = new ModelProto { IrVersion = 8, ProducerName = "InvAdapter", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        foreach (string domain in NodesOf(_graph).Select(node => node.Domain).Where(domain => domain.Length > 0).Append(Contrib).Distinct(StringComparer.Ordinal))
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        return model;
    }

    /// <summary>Declares an input; a dimension is a length or, as text, the name of one that varies.</summary>
    public string Input(string name, ElementType type, params object[] dimensions)
    {
        _graph.Input.Add(Describe(name, type, dimensions));
        return name;
    }

    /// <summary>Declares an input that may be left out, and is then an empty tensor of <paramref name="shape"/> (a length in it is 0).</summary>
    public string OptionalInput(string name, ElementType type, long[] shape, params object[] dimensions)
    {
        Initialize(name, type, shape, []);
        return Input(name, type, dimensions);
    }

    /// <summary>Declares an input that may be left out, and is then the zeros of <paramref name="shape"/>.</summary>
    public string OptionalZeros(string name, ElementType type, long[] shape, params object[] dimensions)
    {
        long count = shape.Aggregate(1L, (product, length) => product * length);
        Initialize(name, type, shape, new byte[count * type.SizeInBytes()]);
        return Input(name, type, dimensions);
    }

    /// <summary>Declares a float32 number that may be left out, and is <paramref name="value"/> then.</summary>
    public string OptionalNumber(string name, float value)
    {
        Initialize(name, ElementType.Float32, [], Bytes(ElementType.Float32, [value]));
        return Input(name, ElementType.Float32);
    }

    /// <summary>Declares a value of the graph as an output under <paramref name="name"/>.</summary>
    public void Output(string name, string value, ElementType type, params object[] dimensions)
    {
        Add("Identity", [value], [name]);
        _graph.Output.Add(Describe(name, type, dimensions));
    }

    /// <summary>Adds an operator with one result.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(operation, inputs, [NewValue(operation)], attributes)[0];

    /// <summary>Adds one of ONNX Runtime's own operators with one result.</summary>
    public string ContribNode(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        DomainNode(Contrib, operation, inputs, attributes);

    /// <summary>Adds an operator of another domain with one result.</summary>
    public string DomainNode(string domain, string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes) =>
        Add(operation, inputs, [NewValue(operation)], attributes, domain)[0];

    /// <summary>Adds a choice between two values, of which only the chosen one is computed.</summary>
    /// <param name="condition">A bool without dimensions.</param>
    /// <param name="then">Adds the nodes of the one value, which are nobody else's, and returns it.</param>
    /// <param name="otherwise">Those of the other.</param>
    public string If(string condition, Func<string> then, Func<string> otherwise)
    {
        AttributeProto[] branches = [Branch("then_branch", then), Branch("else_branch", otherwise)];
        return Node("If", [condition], branches);
    }

    /// <summary>Cuts a value into equal parts along its last dimension.</summary>
    public string[] SplitLast(string value, int parts)
    {
        string[] results = [.. Enumerable.Range(0, parts).Select(_ => NewValue("Split"))];
        return Add("Split", [value], results, [Attribute("axis", -1), Attribute("num_outputs", parts)]);
    }

    /// <summary>A list of whole numbers, as shapes are given; the same list is stored once.</summary>
    public string Constant(params long[] values) =>
        Shared($"[{string.Join(',', values)}]", name => Initialize(name, ElementType.Int64, [values.Length], System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(values)));

    /// <summary>A list of numbers.</summary>
    public string Numbers(ElementType type, params float[] values) =>
        Shared($"{type}[{string.Join(',', values)}]", name => Initialize(name, type, [values.Length], Bytes(type, values)));

    /// <summary>A tensor of numbers that many nodes read, stored once: the same key has to mean the same numbers.</summary>
    public string Numbers(string key, float[] values, params long[] shape) =>
        Shared(key, constant => Initialize(constant, ElementType.Float32, shape, Bytes(ElementType.Float32, values)));

    /// <summary>One number, without dimensions.</summary>
    public string Scalar(ElementType type, float value) =>
        Shared($"{type}({value:R})", name => Initialize(name, type, [], Bytes(type, [value])));

    /// <summary>One small whole number from 0, as zero points are given.</summary>
    public string Scalar(byte value) => Shared($"byte({value})", name => Initialize(name, ElementType.UInt8, [], [value]));

    /// <summary>Adds an initializer whose bytes lie in a file.</summary>
    public void InitializeFromFile(string name, ElementType type, ReadOnlySpan<long> shape, string location, long offset, long length)
    {
        TensorProto tensor = Tensor(name, type, shape);
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = offset.ToString() });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = length.ToString() });
        _graph.Initializer.Add(tensor);
    }

    /// <summary>Adds an initializer with its bytes.</summary>
    public void Initialize(string name, ElementType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        TensorProto tensor = Tensor(name, type, shape);
        tensor.RawData = ByteString.CopyFrom(bytes);
        _graph.Initializer.Add(tensor);
    }

    /// <summary>A value's elements in another type.</summary>
    public string Cast(string value, ElementType type) => Node("Cast", [value], Attribute("to", (long)ToOnnx(type)));

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Attribute(string name, string value) => new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    public static AttributeProto Attribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private AttributeProto Branch(string name, Func<string> build)
    {
        RepeatedField<NodeProto> outer = _nodes;
        var branch = new GraphProto { Name = NewValue(name) };
        _nodes = branch.Node;
        branch.Output.Add(new ValueInfoProto { Name = build() });
        _nodes = outer;
        return new AttributeProto { Name = name, G = branch, Type = AttributeProto.Types.AttributeType.Graph };
    }

    private static IEnumerable<NodeProto> NodesOf(GraphProto graph) =>
        graph.Node.SelectMany(node => node.Attribute.Where(attribute => attribute.G is not null).SelectMany(attribute => NodesOf(attribute.G)).Prepend(node));

    private string Shared(string key, Action<string> create)
    {
        if (!_constants.TryGetValue(key, out string? name))
        {
            _constants[key] = name = $"constant_{_constants.Count}";
            create(name);
        }

        return name;
    }

    private string[] Add(string operation, ReadOnlySpan<string> inputs, string[] outputs, ReadOnlySpan<AttributeProto> attributes = default, string domain = "")
    {
        var node = new NodeProto { OpType = operation, Name = $"{operation}/{outputs[0]}", Domain = domain };
        foreach (string input in inputs)
            node.Input.Add(input);
        node.Output.AddRange(outputs);
        foreach (AttributeProto attribute in attributes)
            node.Attribute.Add(attribute);
        _nodes.Add(node);
        return outputs;
    }

    private string NewValue(string operation) => $"{operation}_{_values++}";

    private static byte[] Bytes(ElementType type, float[] values) => type switch
    {
        ElementType.Float32 => System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values).ToArray(),
        ElementType.Float16 => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Constants are float32 or float16."),
    };

    private static TensorProto Tensor(string name, ElementType type, ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)ToOnnx(type) };
        foreach (long length in shape)
            tensor.Dims.Add(length);
        return tensor;
    }

    private static ValueInfoProto Describe(string name, ElementType type, object[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (object dimension in dimensions)
        {
            shape.Dim.Add(dimension is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dimension, System.Globalization.CultureInfo.InvariantCulture) });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)ToOnnx(type), Shape = shape } } };
    }

    private static DataType ToOnnx(ElementType type) => type switch
    {
        ElementType.Float64 => DataType.Double,
        ElementType.Float32 => DataType.Float,
        ElementType.Float16 => DataType.Float16,
        ElementType.BFloat16 => DataType.Bfloat16,
        ElementType.Int64 => DataType.Int64,
        ElementType.Int32 => DataType.Int32,
        ElementType.Int8 => DataType.Int8,
        ElementType.UInt8 => DataType.Uint8,
        ElementType.Bool => DataType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not an ONNX element type."),
    };
}
