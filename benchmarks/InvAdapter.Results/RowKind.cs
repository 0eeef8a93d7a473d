namespace InvAdapter.Results;

/// <summary>Who puts the person into an image.</summary>
internal enum RowKind
{
    /// <summary>The world itself: true drawings of the person, through the autoencoder. The ceiling.</summary>
    Drawn,

    /// <summary>Nobody: the plain model.</summary>
    TextOnly,

    /// <summary>Reference attention with the base model's own projections.</summary>
    TrainingFree,

    /// <summary>A trained Embedded Attention Adapter.</summary>
    Adapter,

    /// <summary>The IP-Adapter baseline.</summary>
    IpAdapter,
}
