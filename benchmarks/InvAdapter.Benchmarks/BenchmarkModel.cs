using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.TestModels;

namespace InvAdapter.Benchmarks;

/// <summary>The model that benchmarks run on: the folder in INVADAPTER_MODEL, or else the tiny model of the tests.</summary>
internal sealed class BenchmarkModel : IDisposable
{
    public const string Variable = "INVADAPTER_MODEL";
    public const string Prompt = "a photo of a person in a red hat";

    private readonly DirectoryInfo? _temporary;

    private BenchmarkModel(string name, string folder, DirectoryInfo? temporary)
    {
        Name = name;
        Folder = folder;
        _temporary = temporary;
        Parts = PipelineParts.Load(folder, new PipelineOptions(), CancellationToken.None);
        Text = Embed(Prompt);
        EmptyText = Embed("");
    }

    /// <summary>What results call it.</summary>
    public string Name { get; }

    public string Folder { get; }

    public PipelineParts Parts { get; }

    public TextEmbedding Text { get; }

    public TextEmbedding EmptyText { get; }

    /// <summary>The latents of an image of the model's own size.</summary>
    public LatentShape Shape => new(1, Parts.UNet.LatentChannels, Parts.Folder.UNet.SampleSize, Parts.Folder.UNet.SampleSize);

    /// <summary>Opens the model.</summary>
    /// <param name="folder">A model folder; null for INVADAPTER_MODEL, or the tiny model.</param>
    public static BenchmarkModel Open(string? folder = null)
    {
        folder ??= Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(folder))
            return new BenchmarkModel(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))), folder, null);

        DirectoryInfo copy = Directory.CreateTempSubdirectory("invadapter-benchmark-");
        try
        {
            TinyModel.CopyTo(copy.FullName);
            return new BenchmarkModel(Path.GetFileName(TinyModel.Source), copy.FullName, copy);
        }
        catch
        {
            copy.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Seeded noise.</summary>
    public static Latents Noise(LatentShape shape, long seed = 0)
    {
        var latents = new Latents(shape);
        new TorchGenerator(seed).Fill(latents.Values);
        return latents;
    }

    /// <summary>A picture with soft shapes and sharp edges, the same on every machine.</summary>
    public static PixelBuffer Picture(int width, int height)
    {
        byte[] pixels = new byte[3 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            (double x, double y) = (i % width / (double)width, i / width / (double)height);
            bool inside = Math.Pow((x - 0.5) / 0.3, 2) + Math.Pow((y - 0.45) / 0.35, 2) < 1;
            pixels[3 * i] = (byte)(inside ? 224 - 60 * y : 70 + 90 * x);
            pixels[3 * i + 1] = (byte)(inside ? 172 - 70 * y : 110 + 70 * y);
            pixels[3 * i + 2] = (byte)(inside ? 140 - 60 * y : 150 + 60 * Math.Sin(9 * x));
        }

        return PixelBuffer.FromRgb(pixels, width, height);
    }

    /// <summary>A picture of the model's own size.</summary>
    public PixelBuffer Picture() => Picture(Shape.Width * Parts.Autoencoder.Downscale, Shape.Height * Parts.Autoencoder.Downscale);

    public DdimSchedule Schedule(int steps) => Parts.Scheduler.Build(steps);

    /// <summary>One enrolment of the picture.</summary>
    public Identity Enroll(EnrollmentOptions options) => new Enrollment(Parts, options, null, CancellationToken.None).Run(Picture());

    /// <summary>One generation at the model's own size.</summary>
    public GenerationResult Generate(GenerationRequest request)
    {
        PixelBuffer size = Picture();
        return new Generation(Parts, request, size.Size, null, CancellationToken.None).Run();
    }

    /// <summary>How far a reconstruction is from the image's latents.</summary>
    public double ReconstructionError(IInverter inverter, int steps) =>
        new Reconstruction(Parts, null, CancellationToken.None).Run(Picture(), new ReconstructionOptions { Steps = steps, Inverter = inverter }).LatentError;

    public void Dispose()
    {
        Parts.Dispose();
        _temporary?.Delete(recursive: true);
    }

    private TextEmbedding Embed(string prompt) => Prompts.Encode(Parts, prompt, CancellationToken.None).Embedding;
}
