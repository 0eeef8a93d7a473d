using System.Collections.Immutable;
using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Runtime;

/// <summary>Where graphs run: the CPU, a GPU, or whatever an app configures itself. An immutable choice; nothing is loaded until a model is.</summary>
/// <remarks>
/// The core package brings no native library, so that an app picks its own:
/// <c>Microsoft.ML.OnnxRuntime</c> (CPU), <c>.Gpu</c> (CUDA, TensorRT), <c>.DirectML</c>, and so on.
/// </remarks>
public sealed class ExecutionProvider
{
    private readonly ProviderKind _kind;
    private readonly Action<SessionOptions>? _configure;
    private readonly int _threads;
    private readonly Lazy<OrtMemoryInfo?> _deviceMemory;

    private ExecutionProvider(ProviderKind kind, string name, int deviceId, IReadOnlyDictionary<string, string>? options, Action<SessionOptions>? configure = null, int threads = 0)
    {
        _kind = kind;
        _configure = configure;
        _threads = threads;
        _deviceMemory = new(FindDeviceMemory);
        Name = name;
        DeviceId = deviceId;
        Options = options?.ToImmutableSortedDictionary(StringComparer.Ordinal) ?? ImmutableSortedDictionary<string, string>.Empty;
    }

    /// <summary>Short name, as in <c>CPU</c> or <c>CUDA</c>.</summary>
    public string Name { get; }

    /// <summary>Which of several devices; 0 is the first.</summary>
    public int DeviceId { get; }

    /// <summary>The provider's own options, passed on as they are.</summary>
    public IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>Whether graphs should compute in float16 here unless told otherwise. True for GPUs.</summary>
    public bool PrefersFloat16 => _kind is ProviderKind.Cuda or ProviderKind.TensorRT or ProviderKind.DirectML or ProviderKind.WebGpu;

    /// <summary>Whether layers that a model folder holds in int8 should be computed in int8 here unless told otherwise. True for the CPU.</summary>
    public bool PrefersInt8 => IsCpu;

    /// <summary>Whether graphs run on the CPU's own kernels, in the process's memory.</summary>
    internal bool IsCpu => _kind == ProviderKind.Cpu;

    /// <summary>The memory that <see cref="TensorPlacement.Device"/> means; null where it is the host's.</summary>
    internal OrtMemoryInfo? DeviceMemory => _deviceMemory.Value;

    /// <summary>The CPU.</summary>
    /// <param name="threads">
    /// Threads within one operator, for each network; 0 lets all networks of the process share one pool, with a thread for each physical core.
    /// </param>
    public static ExecutionProvider Cpu(int threads = 0)
    {
        if (threads is < 0 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "Use 0 (one a core) to 1024 threads.");
        return new ExecutionProvider(ProviderKind.Cpu, "CPU", 0, null, threads: threads);
    }

    /// <summary>NVIDIA GPUs through CUDA and cuDNN (package <c>Microsoft.ML.OnnxRuntime.Gpu</c>).</summary>
    /// <param name="deviceId">Which GPU; 0 is the first.</param>
    /// <param name="options">CUDA provider options, such as <c>gpu_mem_limit</c> in bytes.</param>
    public static ExecutionProvider Cuda(int deviceId = 0, IReadOnlyDictionary<string, string>? options = null) =>
        OnDevice(ProviderKind.Cuda, "CUDA", deviceId, options);

    /// <summary>NVIDIA GPUs through TensorRT (package <c>Microsoft.ML.OnnxRuntime.Gpu</c>), CUDA taking what it can't run.</summary>
    /// <inheritdoc cref="Cuda"/>
    public static ExecutionProvider TensorRT(int deviceId = 0, IReadOnlyDictionary<string, string>? options = null) =>
        OnDevice(ProviderKind.TensorRT, "TensorRT", deviceId, options);

    /// <summary>Any DirectX 12 GPU on Windows (package <c>Microsoft.ML.OnnxRuntime.DirectML</c>).</summary>
    /// <param name="deviceId">Index of the adapter; 0 is the default one.</param>
    /// <param name="options">DirectML provider options, such as <c>performance_preference</c>.</param>
    public static ExecutionProvider DirectML(int deviceId = 0, IReadOnlyDictionary<string, string>? options = null) =>
        OnDevice(ProviderKind.DirectML, "DirectML", deviceId, options);

    /// <summary>Apple's Core ML on macOS and iOS (in package <c>Microsoft.ML.OnnxRuntime</c> for those systems).</summary>
    /// <param name="options">Core ML provider options, such as <c>MLComputeUnits</c>.</param>
    public static ExecutionProvider CoreML(IReadOnlyDictionary<string, string>? options = null) => OnDevice(ProviderKind.CoreML, "CoreML", 0, options);

    /// <summary>Intel CPUs, GPUs and NPUs through OpenVINO (package <c>Intel.ML.OnnxRuntime.OpenVino</c>).</summary>
    /// <param name="options">OpenVINO provider options, such as <c>device_type</c>.</param>
    public static ExecutionProvider OpenVino(IReadOnlyDictionary<string, string>? options = null) => OnDevice(ProviderKind.OpenVino, "OpenVINO", 0, options);

    /// <summary>The system's GPU through WebGPU (an ONNX Runtime built with it).</summary>
    /// <param name="options">WebGPU provider options.</param>
    public static ExecutionProvider WebGpu(IReadOnlyDictionary<string, string>? options = null) => OnDevice(ProviderKind.WebGpu, "WebGPU", 0, options);

    /// <summary>Anything else: sessions are made with what <paramref name="configure"/> does to their options.</summary>
    /// <param name="name">A name for messages.</param>
    /// <param name="configure">Called once for each session that is made.</param>
    public static ExecutionProvider Custom(string name, Action<SessionOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        return new ExecutionProvider(ProviderKind.Custom, name, 0, null, configure);
    }

    /// <summary>What this process can use, and why the others can't be.</summary>
    public static IReadOnlyList<ProviderStatus> Probe() => ProviderProbe.All();

    /// <inheritdoc/>
    public override string ToString() => DeviceId == 0 ? Name : $"{Name}:{DeviceId}";

    /// <summary>Session options with this provider added; the caller disposes them.</summary>
    /// <exception cref="ExecutionProviderException">It isn't available in this process.</exception>
    internal SessionOptions CreateOptions()
    {
        ProviderProbe.RequireRuntime(Name);
        var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            Append(options);
            return options;
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException)
        {
            options.Dispose();
            throw new ExecutionProviderException(Name, ProviderProbe.Advice(_kind, error), error);
        }
        catch
        {
            options.Dispose();
            throw;
        }
    }

    private static ExecutionProvider OnDevice(ProviderKind kind, string name, int deviceId, IReadOnlyDictionary<string, string>? options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(deviceId);
        return new ExecutionProvider(kind, name, deviceId, options);
    }

    private OrtMemoryInfo? FindDeviceMemory() => _kind switch
    {
        ProviderKind.Cpu => OrtMemoryInfo.DefaultInstance,
        ProviderKind.Cuda or ProviderKind.TensorRT => new OrtMemoryInfo("Cuda"u8.ToArray(), OrtAllocatorType.DeviceAllocator, DeviceId, OrtMemType.Default),
        ProviderKind.DirectML => new OrtMemoryInfo("DML"u8.ToArray(), OrtAllocatorType.DeviceAllocator, DeviceId, OrtMemType.Default),
        _ => null,
    };

    private void Append(SessionOptions options)
    {
        switch (_kind)
        {
            case ProviderKind.Cpu:
                SessionThreads.Apply(options, _threads);
                break;
            case ProviderKind.Cuda:
                AppendCuda(options);
                break;
            case ProviderKind.TensorRT:
                using (var tensorRT = new OrtTensorRTProviderOptions())
                {
                    tensorRT.UpdateOptions(WithDevice());
                    options.AppendExecutionProvider_Tensorrt(tensorRT);
                }

                AppendCuda(options, withOptions: false);
                break;
            case ProviderKind.DirectML:
                // DirectML allocates by itself and runs one graph at a time; both are conditions of its provider.
                options.EnableMemoryPattern = false;
                options.ExecutionMode = ExecutionMode.ORT_SEQUENTIAL;
                if (Options.Count == 0)
                    options.AppendExecutionProvider_DML(DeviceId);
                else
                    options.AppendExecutionProvider("DML", WithDevice());
                break;
            case ProviderKind.CoreML or ProviderKind.OpenVino or ProviderKind.WebGpu:
                options.AppendExecutionProvider(Name, new Dictionary<string, string>(Options));
                break;
            case ProviderKind.Custom:
                _configure!(options);
                break;
        }
    }

    private void AppendCuda(SessionOptions options, bool withOptions = true)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(withOptions ? WithDevice() : new Dictionary<string, string> { ["device_id"] = DeviceId.ToString() });
        options.AppendExecutionProvider_CUDA(cuda);
    }

    private Dictionary<string, string> WithDevice() => new(Options) { ["device_id"] = DeviceId.ToString() };
}
