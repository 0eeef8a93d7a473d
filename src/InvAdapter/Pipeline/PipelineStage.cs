namespace InvAdapter;

/// <summary>What a pipeline or a quantizer is doing.</summary>
public enum PipelineStage
{
    /// <summary>Encoding the prompt or the reference image.</summary>
    Encoding,

    /// <summary>Running the reference image back to noise.</summary>
    Inverting,

    /// <summary>Capturing features in calls of their own (all sources but <see cref="Features.FeatureSource.InversionPass"/>).</summary>
    Capturing,

    /// <summary>Denoising.</summary>
    Generating,

    /// <summary>Turning latents into images.</summary>
    Decoding,

    /// <summary>Watching what a network's layers are given, to quantise them.</summary>
    Calibrating,

    /// <summary>Comparing each layer in int8 with itself in float32.</summary>
    Comparing,

    /// <summary>Writing a model folder.</summary>
    Writing,

    /// <summary>Comparing a quantised network with the one that it was made from.</summary>
    Measuring,
}
