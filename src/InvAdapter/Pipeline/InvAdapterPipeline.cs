using InvAdapter.Adapters;
using InvAdapter.Features;
using InvAdapter.Graphs;
using InvAdapter.Imaging;
using InvAdapter.Models;

namespace InvAdapter;

/// <summary>A Stable Diffusion model with the adapter on it, loaded from a folder.</summary>
/// <example>
/// <code>
/// await using var pipeline = await InvAdapterPipeline.LoadAsync("stable-diffusion-v1-5");
/// using Identity person = await pipeline.EnrollAsync(reference);
/// GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest("a person in a red hat") { Identity = person });
/// </code>
/// </example>
public sealed class InvAdapterPipeline : IInvAdapterPipeline
{
    private readonly PipelineParts _parts;
    private readonly PendingCalls _calls = new();

    private InvAdapterPipeline(PipelineParts parts) => _parts = parts;

    /// <summary>The folder that was loaded.</summary>
    public ModelFolder Folder => _parts.Folder;

    /// <summary>The adapter in use.</summary>
    public AttentionAdapter Adapter => _parts.Adapter;

    /// <summary>A short name for the model's weights; identities carry it.</summary>
    public string Fingerprint => _parts.Fingerprint;

    /// <summary>What the UNet computes in.</summary>
    public GraphPrecision Precision => _parts.UNet.Precision;

    /// <inheritdoc/>
    public ImageSize DefaultSize
    {
        get
        {
            int side = _parts.Folder.UNet.SampleSize * SizeMultiple;
            return new ImageSize(side, side);
        }
    }

    /// <inheritdoc/>
    public int SizeMultiple => _parts.Autoencoder.Downscale;

    /// <summary>Loads a model folder.</summary>
    /// <param name="folder">A Stable Diffusion 1.x or 2.x folder in Hugging Face's layout.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellation">Takes effect between two of the networks.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">The folder holds something that can't be run; the message names the file, the item and both values.</exception>
    /// <exception cref="InvalidFileException">A weights or adapter file is damaged, or is for another UNet.</exception>
    /// <exception cref="IdentityMismatchException">The adapter was trained on another model.</exception>
    /// <exception cref="ExecutionProviderException">The provider can't be used in this process.</exception>
    public static Task<InvAdapterPipeline> LoadAsync(string folder, PipelineOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return Task.Run(() => new InvAdapterPipeline(PipelineParts.Load(folder, options ?? new PipelineOptions(), cancellation)), cancellation);
    }

    /// <inheritdoc/>
    public Task<Identity> EnrollAsync(PixelBuffer reference, EnrollmentOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        CheckSize(reference.Size, nameof(reference));
        return _calls.Run(() => new Enrollment(_parts, options ?? new EnrollmentOptions(), progress, cancellation).Run(reference), cancellation);
    }

    /// <inheritdoc/>
    public Task<GenerationResult> GenerateAsync(GenerationRequest request, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckIdentity(request.Identity);
        CheckSites(request);
        CheckSampler(request);
        ImageSize size = SizeOf(request);
        CheckSize(size, nameof(request));
        CheckStart(request);
        return _calls.Run(request.Identity, () => new Generation(_parts, request, size, progress, cancellation).Run(), cancellation);
    }

    /// <inheritdoc/>
    public Task<ReconstructionResult> ReconstructAsync(PixelBuffer image, ReconstructionOptions? options = null, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(image);
        CheckSize(image.Size, nameof(image));
        return _calls.Run(() => new Reconstruction(_parts, progress, cancellation).Run(image, options ?? new ReconstructionOptions()), cancellation);
    }

    /// <inheritdoc/>
    public Task<ReconstructionResult> ReconstructAsync(Identity identity, IProgress<PipelineProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(identity);
        CheckIdentity(identity);
        RequireInversion(identity, nameof(identity));
        return _calls.Run(identity, () => new Reconstruction(_parts, progress, cancellation).Run(identity), cancellation);
    }

    /// <summary>Waits for the calls that are under way, then releases sessions and weights.</summary>
    public ValueTask DisposeAsync() => new(_calls.CloseAsync(_parts.Dispose));

    private ImageSize SizeOf(GenerationRequest request)
    {
        if (request.Identity is not { } identity)
            return request.Start == InitialLatents.Inverted
                ? throw new ArgumentException("Starting from inverted latents needs an identity.", nameof(request))
                : request.Size ?? DefaultSize;

        LatentShape latents = identity.Inversion.Trajectory.Clean.Shape;
        var own = new ImageSize(latents.Width * SizeMultiple, latents.Height * SizeMultiple);
        ImageSize size = request.Size ?? own;
        return request.Start == InitialLatents.Noise || size == own
            ? size
            : throw new ArgumentException($"Inverted latents are of a {own} image, but {size} is asked for.", nameof(request));
    }

    private void CheckSize(ImageSize size, string parameter)
    {
        if (size.Width % SizeMultiple != 0 || size.Height % SizeMultiple != 0)
            throw new ArgumentException($"Both sides of an image must be multiples of {SizeMultiple}, but it is {size}. Resize it with ImageResampler.Cover.", parameter);
    }

    private void CheckIdentity(Identity? identity)
    {
        // A quantised model sees nearly what its float model saw, so that one's identities serve it too.
        if (identity is not null && identity.Origin.Model != Fingerprint && identity.Origin.Model != _parts.BaseFingerprint)
            throw new IdentityMismatchException("The identity", Fingerprint, identity.Origin.Model);
    }

    private static void RequireInversion(Identity identity, string parameter)
    {
        if (identity.Inversion.Trajectory.Steps == 0)
            throw new ArgumentException($"The identity was enrolled with features of source {identity.Origin.Source}, without an inversion. Enroll it with another source.", parameter);
    }

    /// <summary>Refuses inverted latents that are of another noise level than the run starts at.</summary>
    private void CheckStart(GenerationRequest request)
    {
        if (request is not { Start: InitialLatents.Inverted, Identity: { } identity })
            return;
        RequireInversion(identity, nameof(request));
        int reached = identity.Inversion.Trajectory.Timesteps[^1];
        int first = _parts.Scheduler.Build(request.Steps).Timesteps[0];
        if (reached != first || identity.Origin.Scheduler != _parts.Scheduler)
        {
            throw new ArgumentException(
                $"Inverted latents reach timestep {reached} in {identity.Origin.Steps} steps, but {request.Steps} steps start at timestep {first}" +
                (reached == first ? " of another noise schedule." : ". Use as many steps as the inversion took."),
                nameof(request));
        }
    }

    private static void CheckSampler(GenerationRequest request)
    {
        if (request is { Eta: > 0, Sampler: not SamplerKind.Ddim })
            throw new ArgumentException($"An eta of {request.Eta} adds fresh noise, which {request.Sampler} does not take; use {SamplerKind.Ddim}, or an eta of 0.", nameof(request));
    }

    /// <summary>Refuses what would draw the plain model unasked.</summary>
    private void CheckSites(GenerationRequest request)
    {
        if (request is not { Identity: { } identity, Strength: not { From: 0, To: 0 } })
            return;
        if (!request.Sites.Of(Adapter.Sites).Any(site => identity.Features.Sites.Contains(site.Name)))
        {
            throw new ArgumentException(
                $"The filter \"{request.Sites}\" chooses no attention site that is both captured in the identity ({identity.Features.Sites.Length} are) " +
                $"and adapted ({Adapter.Sites.Length} are).",
                nameof(request));
        }
    }
}
