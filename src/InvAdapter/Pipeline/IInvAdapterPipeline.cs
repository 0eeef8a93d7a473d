using InvAdapter.Features;
using InvAdapter.Imaging;

namespace InvAdapter;

/// <summary>The four steps in order: invert a reference image, capture what attention saw, and generate with it fed back. Safe to call from several threads at once.</summary>
public interface IInvAdapterPipeline : IAsyncDisposable
{
    /// <summary>Size of the images that the model was trained on; sides of others are multiples of <see cref="SizeMultiple"/>.</summary>
    ImageSize DefaultSize { get; }

    /// <summary>Image sides are multiples of this many pixels; 8 for Stable Diffusion.</summary>
    int SizeMultiple { get; }

    /// <summary>Makes an identity from one reference image. The caller disposes it.</summary>
    /// <param name="reference">The image; both sides multiples of <see cref="SizeMultiple"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told behind every UNet call.</param>
    /// <param name="cancellation">Takes effect within one UNet call.</param>
    /// <exception cref="ArgumentException">The image's size doesn't fit, or no attention site is chosen.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<Identity> EnrollAsync(PixelBuffer reference, EnrollmentOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Draws one or many images.</summary>
    /// <param name="request">What to draw.</param>
    /// <param name="progress">Told behind every UNet call.</param>
    /// <param name="cancellation">Takes effect within one UNet call.</param>
    /// <exception cref="ArgumentException">A size doesn't fit, or of the identity's attention sites none is both chosen and adapted.</exception>
    /// <exception cref="IdentityMismatchException">The identity is another model's.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<GenerationResult> GenerateAsync(GenerationRequest request, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Inverts an image and draws it again, without prompt, guidance or identity: shows what inversion keeps.</summary>
    /// <param name="image">The image; both sides multiples of <see cref="SizeMultiple"/>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Told behind every UNet call.</param>
    /// <param name="cancellation">Takes effect within one UNet call.</param>
    /// <exception cref="ArgumentException">The image's size doesn't fit.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<ReconstructionResult> ReconstructAsync(PixelBuffer image, ReconstructionOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Draws an enrolled reference again from its z_T.</summary>
    /// <param name="identity">An identity of this model.</param>
    /// <param name="progress">Told behind every UNet call.</param>
    /// <param name="cancellation">Takes effect within one UNet call.</param>
    /// <exception cref="IdentityMismatchException">The identity is another model's.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task<ReconstructionResult> ReconstructAsync(Identity identity, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default);
}
