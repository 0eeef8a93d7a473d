using InvAdapter.Weights;

namespace InvAdapter.Adapters;

/// <summary>What an adapter file says about itself: its metadata's keys, and the names of its tensors.</summary>
public static class AdapterFileFormat
{
    /// <summary>The metadata key of <see cref="Name"/>.</summary>
    public const string FormatKey = FileMetadata.FormatKey;

    /// <summary>What tells the file from other safetensors files.</summary>
    public const string Name = "inv-adapter";

    /// <summary>The metadata key of <see cref="Version"/>.</summary>
    public const string VersionKey = FileMetadata.VersionKey;

    /// <summary>The version that is read and written.</summary>
    public const string Version = "1";

    /// <summary>The metadata key of the fusion that the adapter was trained for; <see cref="EmbeddedFusion"/> where it is missing.</summary>
    public const string FusionKey = "fusion";

    /// <summary>What <see cref="Models.Fusion.Embedded"/> is called.</summary>
    public const string EmbeddedFusion = "embedded";

    /// <summary>What <see cref="Models.Fusion.Decoupled"/> is called.</summary>
    public const string DecoupledFusion = "decoupled";

    /// <summary>The metadata key of the source of the features that it was trained on, a name of <see cref="Features.FeatureSource"/>.</summary>
    public const string SourceKey = "source";

    /// <summary>The metadata key of τ, where that source is <see cref="Features.FeatureSource.Clean"/>; 0 where it is missing.</summary>
    public const string CleanTimestepKey = "clean_timestep";

    /// <summary>The metadata key of the fingerprint of the model that it was trained on.</summary>
    public const string BaseModelKey = "base";

    /// <summary>Behind an attention site's name: its key map W_k, [C,C].</summary>
    public const string KeysSuffix = $".{KeyMap}.weight";

    /// <summary>Behind an attention site's name: its value map W_v, [C,C].</summary>
    public const string ValuesSuffix = $".{ValueMap}.weight";

    internal const string KeyMap = "to_k_id";
    internal const string ValueMap = "to_v_id";
}
