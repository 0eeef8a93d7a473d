using System.Collections.Immutable;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Weights;

namespace InvAdapter.Quantization;

/// <summary>One quantisation, from drawing to the finished folder.</summary>
internal sealed class QuantizationRun
{
    private const string WeightSuffix = ".weight";

    private readonly ModelFolder _folder;
    private readonly WeightFolder _weights;
    private readonly QuantizationOptions _options;
    private readonly ExecutionProvider _provider;
    private readonly IProgress<PipelineProgress>? _progress;
    private readonly CancellationToken _cancellation;

    private QuantizationRun(ModelFolder folder, WeightFolder weights, QuantizationOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        _folder = folder;
        _weights = weights;
        _options = options;
        _provider = ExecutionProvider.Cpu(options.Threads);
        _progress = progress;
        _cancellation = cancellation;
    }

    /// <summary>Checks what can be checked at once, and runs.</summary>
    public static QuantizationReport Start(string source, string target, QuantizationOptions options, IProgress<PipelineProgress>? progress, CancellationToken cancellation)
    {
        ModelFolder folder = ModelFolder.Open(source, options.Variant);
        CheckSize(folder, options);
        using WeightFolder weights = folder.OpenUNetWeights();
        if (QuantizedWeights.AreIn(weights))
            throw new ModelFormatException(weights.Files[0], "the UNet", "in floating point", "quantised already");
        CheckNames(weights, options);

        // They are only copied, but at the very end: what is missing is told at once.
        folder.OpenAutoencoderWeights().Dispose();
        using TargetFolder made = TargetFolder.Begin(target, source);
        QuantizationReport report = new QuantizationRun(folder, weights, options, progress, cancellation).Run(made.Path);
        cancellation.ThrowIfCancellationRequested();
        made.Complete();
        return report;
    }

    private QuantizationReport Run(string target)
    {
        IReadOnlyList<CalibrationCall> calls = Draw();
        (IReadOnlyList<ObservedLayer> layers, Dictionary<string, LayerQuantization> plan) = Calibrate(calls);
        IReadOnlyDictionary<string, double> errors = Compare(calls, layers, plan);
        ImmutableArray<LayerReport> reports = [.. layers.Select(layer => Decide(layer, errors[layer.Name]))];

        string fingerprint = ModelFingerprint.Compute(_weights);
        string file = Write(target, fingerprint, reports.Where(layer => layer.Precision == LayerPrecision.Int8).ToDictionary(layer => layer.Name, layer => plan[layer.Name]));
        (string model, PredictionError error) = Measure(target, calls);
        var report = new QuantizationReport
        {
            BaseModel = fingerprint,
            Model = model,
            CalibrationCalls = calls.Count,
            UNetError = error.Relative,
            WorstCallError = error.Worst,
            WorstCallTimestep = error.WorstTimestep,
            BytesBefore = _weights.Files.Sum(path => new FileInfo(path).Length),
            BytesAfter = new FileInfo(file).Length,
            Layers = reports,
        };
        ReportFile.Write(Path.Combine(target, "unet", QuantizationReport.FileName), report);
        return report;
    }

    /// <summary>Draws with the float32 model as its users load it: what is observed layer by layer may be computed in another order, with other last bits.</summary>
    private IReadOnlyList<CalibrationCall> Draw()
    {
        using UNet unet = UNet.Load(_folder.UNet, _weights, _provider, GraphPrecision.Float32);
        return new CalibrationRun(_folder, _options, _progress, _cancellation).Run(unet);
    }

    /// <summary>Finds the scales of everything that every layer is given.</summary>
    private (IReadOnlyList<ObservedLayer>, Dictionary<string, LayerQuantization>) Calibrate(IReadOnlyList<CalibrationCall> calls)
    {
        ObservedLayers? observed = null;
        GraphTarget target = GraphTarget.For(_provider, GraphPrecision.Float32);
        NetworkGraph graph = UNetGraph.Build(_folder.UNet, _weights, target, (builder, binder) => observed = new ObservedLayers(builder, binder));
        using UNet unet = UNet.Load(_folder.UNet, graph, _provider);
        var observer = new ActivationObserver(unet, observed!.All);
        ForEach(PipelineStage.Calibrating, calls, call => observer.Observe(call, _cancellation));
        return (observed.All, observed.All.ToDictionary(layer => layer.Name, layer => Describe(layer, observer)));
    }

    private LayerQuantization Describe(ObservedLayer layer, ActivationObserver observer)
    {
        _cancellation.ThrowIfCancellationRequested();
        AffineScale input = observer.ScaleOf(layer.Input);
        float[] bias = layer.HasBias ? _weights.ReadSingle($"{layer.Name}.bias") : [];
        float[] scales = WeightRounding.Scales(_weights.ReadSingle($"{layer.Name}{WeightSuffix}"), bias, input.Scale, layer.Channels);
        return new LayerQuantization(scales, input, layer.Output is { } output ? observer.ScaleOf(output) : null);
    }

    private IReadOnlyDictionary<string, double> Compare(IReadOnlyList<CalibrationCall> calls, IReadOnlyList<ObservedLayer> layers, Dictionary<string, LayerQuantization> plan)
    {
        NetworkGraph graph = UNetGraph.Build(_folder.UNet, _weights, GraphPrecision.Float32, (builder, binder) =>
        {
            var exact = new FloatLayers(builder, binder, ElementType.Float32);
            return new ComparedLayers(builder, exact, new Int8Layers(builder, binder, exact, name => plan[name]));
        });
        using UNet unet = UNet.Load(_folder.UNet, graph, _provider);
        var comparison = new LayerComparison(unet, layers);
        ForEach(PipelineStage.Comparing, calls, call => comparison.Add(call, _cancellation));
        return comparison.Errors();
    }

    private LayerReport Decide(ObservedLayer layer, double error)
    {
        // Written so that an error that is no number keeps the layer.
        LayerPrecision precision = _options.Keeps(layer.Name) ? LayerPrecision.FloatByName
            : error <= _options.MaxLayerError && _options.MaxLayerError > 0 ? LayerPrecision.Int8
            : LayerPrecision.FloatByError;
        return new LayerReport(layer.Name, layer.IsConvolution, _weights.Tensors[$"{layer.Name}{WeightSuffix}"].ElementCount, error, precision);
    }

    private string Write(string target, string fingerprint, Dictionary<string, LayerQuantization> layers)
    {
        FolderCopy.Copy(_folder, target, _cancellation);
        string file = Path.Combine(target, "unet", ModelFolder.UNetFile(_options.Variant));
        var metadata = new Dictionary<string, string>(_weights.Metadata);
        if (layers.Count > 0)
            (metadata[QuantizedWeights.VersionKey], metadata[QuantizedWeights.BaseKey]) = (QuantizedWeights.Version, fingerprint);

        (int done, int all) = (0, _weights.Tensors.Count);
        _progress?.Report(new PipelineProgress(PipelineStage.Writing, 0, all));
        SafetensorsWriter.Write(file, QuantizedTensors.Of(_weights, layers, Written), metadata);
        return file;

        void Written()
        {
            _cancellation.ThrowIfCancellationRequested();
            _progress?.Report(new PipelineProgress(PipelineStage.Writing, ++done, all));
        }
    }

    /// <summary>Loads what was written, as its users will, and asks it everything that the float32 model was asked.</summary>
    private (string Fingerprint, PredictionError Error) Measure(string target, IReadOnlyList<CalibrationCall> calls)
    {
        using WeightFolder weights = ModelFolder.Open(target, _options.Variant).OpenUNetWeights();
        using UNet unet = UNet.Load(_folder.UNet, weights, _provider, GraphPrecision.Int8);
        var error = new PredictionError();
        ForEach(PipelineStage.Measuring, calls, call =>
        {
            var prediction = new Latents(call.Prediction.Shape);
            unet.Predict(call.Query, prediction, _cancellation);
            error.Add(call, prediction);
        });
        return (ModelFingerprint.Compute(weights), error);
    }

    private void ForEach(PipelineStage stage, IReadOnlyList<CalibrationCall> calls, Action<CalibrationCall> action)
    {
        _progress?.Report(new PipelineProgress(stage, 0, calls.Count));
        for (int i = 0; i < calls.Count; i++)
        {
            action(calls[i]);
            _progress?.Report(new PipelineProgress(stage, i + 1, calls.Count));
        }
    }

    private static void CheckSize(ModelFolder folder, QuantizationOptions options)
    {
        int multiple = folder.Autoencoder.Downscale;
        if (options.Size is { } size && (size.Width % multiple != 0 || size.Height % multiple != 0))
            throw new ArgumentException($"Both sides of the images that are drawn must be multiples of {multiple}, but the size is {size}.", nameof(options));
    }

    /// <summary>A name that was mistyped must not make a model worse in silence.</summary>
    private static void CheckNames(WeightFolder weights, QuantizationOptions options)
    {
        string[] layers = [.. weights.Tensors.Keys.Where(name => name.EndsWith(WeightSuffix, StringComparison.Ordinal)).Select(name => name[..^WeightSuffix.Length])];
        string? stranger = options.KeepFloat.FirstOrDefault(part => !layers.Any(layer => QuantizationOptions.IsPart(part, layer)));
        if (stranger is not null)
            throw new ArgumentException($"A name to keep in floating point should be one of the UNet's layers, or a part of one between dots, but none has {stranger}.", nameof(options));
    }
}
