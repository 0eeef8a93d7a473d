namespace InvAdapter;

/// <summary>What a pipeline is doing.</summary>
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
}
