using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>Tells who is in an image, as a point on a sphere, and what its scene is, as classes.</summary>
/// <remarks>
/// Both may have the first levels in common. Then they part: an identity must not change with the scene, nor what a scene is with the person.
/// </remarks>
public sealed class FaceRecognizer : nn.Module
{
    internal const double NormEpsilon = 1e-5;

    private readonly RecognizerLevel[] _shared;
    private readonly RecognizerBranch _identity;
    private readonly RecognizerBranch _scene;
    private readonly Linear[] _facts;

    /// <summary>Makes the network with PyTorch's usual random weights.</summary>
    /// <param name="configuration">Its shape.</param>
    public FaceRecognizer(RecognizerConfiguration configuration)
        : base(nameof(FaceRecognizer))
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Configuration = configuration;
        _shared = this.Children("shared", Enumerable.Range(0, configuration.SharedLevels).Select(level => new RecognizerLevel(configuration, level)));
        _identity = this.Child("identity", new RecognizerBranch(configuration));
        _scene = this.Child("scene", new RecognizerBranch(configuration));
        _facts = this.Children("facts", configuration.SceneFacts.Select(fact => nn.Linear(configuration.EmbeddingSize, fact.Count)));
    }

    /// <summary>The network's shape.</summary>
    public RecognizerConfiguration Configuration { get; }

    /// <summary>Loads the network from a folder with <c>config.json</c> and a safetensors file.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ModelFormatException">The folder is no recogniser's, or a tensor is missing or has another shape.</exception>
    public static FaceRecognizer Load(string folder) => ModelFiles.Load(
        folder, ModelFiles.TransformersStem, null, () => new FaceRecognizer(RecognizerConfiguration.Load(ModelFiles.Configuration(folder))));

    /// <summary>Saves the network as such a folder.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="storeAs">Element type of the weights.</param>
    public void Save(string folder, ElementType storeAs = ElementType.Float32) =>
        ModelFiles.Save(folder, ModelFiles.TransformersStem, this, Configuration.ToJson(), storeAs);

    /// <summary>Fills the network from a folder's weights, to go on from them.</summary>
    /// <exception cref="ModelFormatException">The folder's network is another one, or a tensor is missing or has another shape.</exception>
    internal void BeginWith(string folder) => ModelFiles.Begin(
        this, Configuration.ToJson(), folder, ModelFiles.TransformersStem, RecognizerConfiguration.Load(ModelFiles.Configuration(folder)).ToJson());

    /// <summary>Says who is in images: the cosine of two embeddings, which is their dot product, is how alike two people are.</summary>
    /// <param name="images">[B,3,H,W] in -1..1, of any size.</param>
    /// <returns>[B, embedding size], float32, each of unit length.</returns>
    public Tensor Embed(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor features = _identity.Forward(Shared(Resize(images))).to(float32);
        return nn.functional.normalize(features, dim: 1).MoveToOuterDisposeScope();
    }

    /// <summary>Says what the scenes of images are.</summary>
    /// <param name="images">[B,3,H,W] in -1..1, of any size.</param>
    /// <returns>For each of <see cref="RecognizerConfiguration.SceneFacts"/>, by its name, float32 logits [B, classes].</returns>
    public IReadOnlyDictionary<string, Tensor> ClassifyScene(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor[] logits = Facts(Shared(Resize(images)));
        return Configuration.SceneFacts.Select((fact, i) => (fact.Name, Logits: logits[i].MoveToOuterDisposeScope())).ToDictionary(item => item.Name, item => item.Logits, StringComparer.Ordinal);
    }

    /// <summary>Both at once.</summary>
    /// <param name="images">[B,3,S,S], S being the input size.</param>
    /// <param name="scenes">Whether the scenes are asked for.</param>
    /// <returns>Embeddings before they are brought to unit length, and logits in the order of the facts, none where they are not asked for; float32.</returns>
    internal (Tensor Identity, Tensor[] Facts) Forward(Tensor images, bool scenes = true)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Shared(images);
        Tensor identity = _identity.Forward(x).to(float32);
        Tensor[] facts = scenes ? Facts(x) : [];
        return (identity.MoveToOuterDisposeScope(), [.. facts.Select(logits => logits.MoveToOuterDisposeScope())]);
    }

    /// <summary>Makes what training took from a batch a part of the last layer: embeddings are standardised by these from now on.</summary>
    /// <param name="mean">[D].</param>
    /// <param name="deviation">[D].</param>
    internal void Standardize(Tensor mean, Tensor deviation) => _identity.Standardize(mean, deviation);

    /// <summary>Brings images to the input size: larger ones by averaging, smaller ones by interpolation.</summary>
    internal Tensor Resize(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        int size = Configuration.InputSize;
        if (images.shape is not [_, 3, >= 1, >= 1])
            throw new ArgumentException($"Images should be [B,3,H,W], but are [{string.Join(',', images.shape)}].", nameof(images));
        if (images.shape[2] == size && images.shape[3] == size)
            return images.alias();
        return images.shape[2] >= size && images.shape[3] >= size
            ? nn.functional.adaptive_avg_pool2d(images, [size, size])
            : nn.functional.interpolate(images, [size, size], mode: InterpolationMode.Bilinear, align_corners: false);
    }

    private Tensor Shared(Tensor x)
    {
        x = x.to(_facts[0].weight.dtype);
        foreach (RecognizerLevel level in _shared)
            x = level.Forward(x);
        return x;
    }

    private Tensor[] Facts(Tensor shared)
    {
        Tensor features = nn.functional.silu(_scene.Forward(shared));
        return [.. _facts.Select(head => head.forward(features).to(float32))];
    }
}
