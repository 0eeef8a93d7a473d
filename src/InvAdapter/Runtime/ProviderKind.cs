namespace InvAdapter.Runtime;

/// <summary>The providers that have a name of their own here.</summary>
internal enum ProviderKind
{
    Cpu,
    Cuda,
    TensorRT,
    DirectML,
    CoreML,
    OpenVino,
    WebGpu,
    Custom,
}
