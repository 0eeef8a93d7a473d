using InvAdapter.Onnx;

namespace InvAdapter.Runtime;

/// <summary>A graph that is ready to load.</summary>
/// <param name="Model">The graph, its initializers pointing into files.</param>
/// <param name="WeightsFolder">The folder that those files' names are relative to.</param>
/// <param name="UsedTensors">Names of the checkpoint's tensors that the graph uses.</param>
/// <param name="HostTensors">Initializers whose values are lent to the session instead of read from where the graph says.</param>
internal sealed record NetworkGraph(ModelProto Model, string WeightsFolder, IReadOnlySet<string> UsedTensors, IReadOnlyList<HostTensor> HostTensors);
