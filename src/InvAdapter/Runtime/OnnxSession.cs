using Google.Protobuf;
using InvAdapter.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace InvAdapter.Runtime;

/// <summary>One graph, loaded on one execution provider. Safe to run from several threads at once.</summary>
internal sealed class OnnxSession : IDisposable
{
    private const string ShrinkageKey = "memory.enable_memory_arena_shrinkage";

    private readonly InferenceSession _session;
    private readonly ExecutionProvider _provider;
    private readonly string _name;
    private readonly HostMemory[] _lent;

    private OnnxSession(InferenceSession session, ExecutionProvider provider, string name, HostMemory[] lent)
    {
        _session = session;
        _provider = provider;
        _name = name;
        _lent = lent;
    }

    /// <summary>Loads a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="provider">Where to run it.</param>
    /// <param name="arena">What becomes of the memory that runs take. Other providers than the CPU keep it.</param>
    /// <param name="profile">What the name of a file begins with that runs are recorded in, operator by operator; null for none.</param>
    /// <exception cref="ExecutionProviderException">The provider can't be used in this process.</exception>
    /// <exception cref="InferenceException">The runtime refused the graph.</exception>
    public static OnnxSession Create(NetworkGraph graph, ExecutionProvider provider, ArenaUse arena = ArenaUse.Keep, string? profile = null)
    {
        string name = graph.Model.Graph.Name;
        using SessionOptions options = provider.CreateOptions();
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", graph.WeightsFolder);
        if (arena == ArenaUse.None && provider.IsCpu)
            options.EnableCpuMemArena = false;
        if (Int8Arithmetic.IsClamped)
            options.AddSessionConfigEntry(Int8Arithmetic.PreciseKey, "1");
        if (graph.HostTensors.Count > 0)
        {
            // Passes beyond these read weights, which lent ones are too late for; and packed copies would be second ones, which calls don't gain from.
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_EXTENDED;
            options.AddSessionConfigEntry("session.disable_prepacking", "1");
        }

        Record(options, profile);
        HostMemory[] lent = HostMemory.Hold(graph.HostTensors);
        try
        {
            for (int i = 0; i < lent.Length; i++)
                options.AddInitializer(graph.HostTensors[i].Initializer, lent[i].Value);
            return new OnnxSession(new InferenceSession(graph.Model.ToByteArray(), options), provider, name, lent);
        }
        catch (Exception error)
        {
            HostMemory.Release(lent);
            throw error is OnnxRuntimeException ? new InferenceException(name, "Loading", error) : error;
        }
    }

    /// <summary>How the runtime rewrites a graph with initializers of its own for this CPU; null where it can't say.</summary>
    public static ModelProto? Optimize(ModelProto model)
    {
        ProviderProbe.RequireRuntime("CPU");
        string file = Path.Combine(Path.GetTempPath(), $"invadapter-{Guid.NewGuid():N}.onnx");
        try
        {
            using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, OptimizedModelFilePath = file };
            new InferenceSession(model.ToByteArray(), options).Dispose();
            return ModelProto.Parser.ParseFrom(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is OnnxRuntimeException or IOException or UnauthorizedAccessException or InvalidProtocolBufferException)
        {
            return null;
        }
        finally
        {
            if (File.Exists(file))
                File.Delete(file);
        }
    }

    /// <summary>Runs the graph for some of its outputs. The caller disposes what comes back.</summary>
    /// <param name="inputs">Values by input name. Inputs with a default may be left out.</param>
    /// <param name="outputs">Names of the outputs to fetch.</param>
    /// <param name="placement">Where the outputs should live, apart from those in <paramref name="hostOutputs"/>.</param>
    /// <param name="cancellation">Stops the run between two operators.</param>
    /// <param name="hostOutputs">How many of the first outputs come to the host in any case.</param>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    /// <exception cref="InferenceException">The runtime failed.</exception>
    public DeviceTensor[] Run(
        IReadOnlyCollection<KeyValuePair<string, DeviceTensor>> inputs,
        IReadOnlyCollection<string> outputs,
        TensorPlacement placement,
        CancellationToken cancellation,
        int hostOutputs = 0)
    {
        cancellation.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        using CancellationTokenRegistration stop = StopOn(run, cancellation);
        try
        {
            return placement == TensorPlacement.Device && _provider.DeviceMemory is { } memory
                ? RunOnDevice(run, inputs, outputs, memory, hostOutputs)
                : RunOnHost(run, inputs, outputs);
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(error, cancellation);
        }
    }

    /// <summary>Whether inputs are read where they are, so that other values in the same memory are seen by the next run.</summary>
    public bool ReadsInPlace => _provider.IsCpu;

    /// <summary>Lets a session's runs be recorded in a file whose name begins with <paramref name="profile"/>; not where it is null.</summary>
    public static void Record(SessionOptions options, string? profile)
    {
        if (profile is null)
            return;

        // The name is taken at the moment that profiling is enabled.
        options.ProfileOutputPathPrefix = profile;
        options.EnableProfiling = true;
    }

    /// <summary>Writes what was recorded.</summary>
    /// <returns>The file.</returns>
    public string EndProfile() => _session.EndProfiling();

    /// <summary>A call that can be repeated; the caller disposes it.</summary>
    public BoundCall Bind() => new(this, _session.CreateIoBinding());

    /// <summary>Asks runs with these options to give back the memory that they took. Other providers than the CPU keep it.</summary>
    internal void ShrinkAfter(RunOptions run)
    {
        if (_provider.IsCpu)
            run.AddRunConfigEntry(ShrinkageKey, "cpu:0");
    }

    /// <summary>Runs the graph on what is bound.</summary>
    /// <inheritdoc cref="BoundCall.Run" path="/exception"/>
    internal void Run(RunOptions run, OrtIoBinding binding, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        run.Terminate = false;
        using CancellationTokenRegistration stop = StopOn(run, cancellation);
        try
        {
            _session.RunWithBinding(run, binding);
            binding.SynchronizeBoundOutputs();
        }
        catch (OnnxRuntimeException error)
        {
            throw Failure(error, cancellation);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        HostMemory.Release(_lent);
    }

    private static CancellationTokenRegistration StopOn(RunOptions run, CancellationToken cancellation) =>
        cancellation.Register(static state => ((RunOptions)state!).Terminate = true, run);

    private InferenceException Failure(OnnxRuntimeException error, CancellationToken cancellation)
    {
        // A terminated run fails with a message of its own; the caller asked for it, so it is no failure.
        cancellation.ThrowIfCancellationRequested();
        return new InferenceException(_name, "Running", error);
    }

    private DeviceTensor[] RunOnHost(RunOptions run, IReadOnlyCollection<KeyValuePair<string, DeviceTensor>> inputs, IReadOnlyCollection<string> outputs)
    {
        string[] names = new string[inputs.Count];
        OrtValue[] values = new OrtValue[inputs.Count];
        int i = 0;
        foreach ((string name, DeviceTensor tensor) in inputs)
        {
            names[i] = name;
            values[i++] = tensor.Value;
        }

        // The collection's own Dispose would free the values, which move to the caller here.
        IDisposableReadOnlyCollection<OrtValue> results = _session.Run(run, names, values, outputs);
        return [.. results.Select(value => new DeviceTensor(value))];
    }

    private DeviceTensor[] RunOnDevice(
        RunOptions run,
        IReadOnlyCollection<KeyValuePair<string, DeviceTensor>> inputs,
        IReadOnlyCollection<string> outputs,
        OrtMemoryInfo memory,
        int hostOutputs)
    {
        using OrtIoBinding binding = _session.CreateIoBinding();
        foreach ((string name, DeviceTensor tensor) in inputs)
            binding.BindInput(name, tensor.Value);
        int bound = 0;
        foreach (string name in outputs)
            binding.BindOutputToDevice(name, bound++ < hostOutputs ? OrtMemoryInfo.DefaultInstance : memory);

        _session.RunWithBinding(run, binding);
        binding.SynchronizeBoundOutputs();
        return [.. binding.GetOutputValues().Select(value => new DeviceTensor(value))];
    }
}
