using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Training.Autoencoders;
using InvAdapter.Training.Corpora;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Runs;

/// <summary>A complete small model of striped images, trained for a few steps, and the latents that it was trained on.</summary>
public sealed class SmallWorld : IDisposable
{
    internal static readonly AutoencoderOptions Codec = new() { Channels = [8, 8], NormGroups = 4 };
    internal static readonly BaseOptions Shape = new() { Channels = [8, 16], ConvolutionLevels = 1, LayersPerBlock = 1, Heads = 2, NormGroups = 4, TextWidth = 16, TextLayers = 1, PromptLength = 12 };
    internal static readonly TrainingOptions Short = new() { Steps = 6, BatchSize = 4, WarmUpSteps = 2, Seed = 5, Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    public SmallWorld()
    {
        LibTorch.Require();
        set_num_threads(1);
        using DisposeScope scope = NewDisposeScope();
        manual_seed(3);
        using (var codec = new AutoencoderKL(Codec.Configuration(0.7)))
            codec.Save(Autoencoder);
        LatentEncoder.Encode(Latents, Images, Autoencoder);
        using LatentCorpus corpus = LatentCorpus.Open(Latents);
        Model = Trainer(corpus).Train(_folder.At("base"));
    }

    internal CaptionedStripes Images { get; } = new();

    public string Autoencoder => _folder.At("vae");

    public string Latents => _folder.At("latents");

    public string Model { get; }

    internal static IEnumerable<string> Words => CaptionedStripes.Captions.SelectMany(caption => caption.Split(' ', ','));

    public BaseTrainer Trainer(LatentCorpus corpus, TrainingOptions? options = null) => new(Shape, options ?? Short, corpus, Autoencoder, Words);

    public void Dispose() => _folder.Dispose();
}
