using InvAdapter.Onnx;

namespace InvAdapter.Runtime;

/// <summary>A graph that is ready to load.</summary>
/// <param name="Model">The graph, its initializers pointing into files.</param>
/// <param name="WeightsFolder">The folder that those files' names are relative to.</param>
/// <param name="UsedTensors">Names of the checkpoint's tensors that the graph uses.</param>
internal sealed record NetworkGraph(ModelProto Model, string WeightsFolder, IReadOnlySet<string> UsedTensors);
