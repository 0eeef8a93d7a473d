using System.Diagnostics;
using InvAdapter.FaceWorld;
using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Training.Baselines;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>
/// Draws with the IP-Adapter baseline: its own module turns references into tokens, and the library's networks draw with them; the same prompts, seeds, sampler,
/// schedule and guidance as other rows.
/// </summary>
internal sealed class IpAdapterDrawer : IDrawer
{
    public Task<RowSamples> DrawAsync(ResultRow row, Cast cast, IReadOnlyList<Prompt> prompts, ResultSettings settings, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        ModelFolder model = ModelFolder.Open(settings.Model);
        using WeightFolder unetWeights = model.OpenUNetWeights(), codecWeights = model.OpenAutoencoderWeights();
        using UNet unet = UNet.Load(model.UNet, unetWeights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        using Autoencoder codec = Autoencoder.Load(model.Autoencoder, codecWeights, ExecutionProvider.Cpu(), GraphPrecision.Float32);
        using var adapter = new IpAdapterModule(unet.Sites, model.UNet.CrossAttentionDim, new IpAdapterOptions());
        adapter.Load(settings.WeightsOf(row)!);
        DdimSchedule schedule = SchedulerConfiguration.Load(settings.Model).Build(row.Steps ?? settings.Steps);
        Dictionary<string, TextEmbedding> texts = Encode(settings.Model, prompts.Select(prompt => prompt.Caption.Text).Append(""));

        var samples = new List<Sample>();
        (var enrolling, var drawing) = (new Stopwatch(), new Stopwatch());
        for (int person = 0; person < cast.People; person++)
        {
            using DisposeScope perPerson = NewDisposeScope();
            enrolling.Start();
            IdentityTokens identity = Tokens(adapter.Attend(RoundTrip.ToTensor(cast.References[person].Image), row.Strength));
            enrolling.Stop();
            try
            {
                foreach (Prompt prompt in prompts)
                {
                    drawing.Start();
                    var prompted = new PromptedDenoiser(unet, texts[prompt.Caption.Text], identity);
                    var denoiser = new GuidedDenoiser(prompted, new PromptedDenoiser(unet, texts[""]), row.Guidance ?? settings.Guidance);
                    Latents drawn = row.Sampler.Create(denoiser, schedule).Run(Noise(model, settings), cancellation);
                    samples.AddRange(codec.DecodeImages(drawn, cancellation).Select((image, i) => new Sample(person, prompt, settings.Seeds[i], image)));
                    drawing.Stop();
                }
            }
            finally
            {
                foreach (SiteTokens site in identity.Sites.Values)
                    site.Dispose();
            }
        }

        long extra = adapter.WeightCount;
        return Task.FromResult(new RowSamples(
            samples, extra, extra, 0, enrolling.Elapsed.TotalMilliseconds / cast.People, drawing.Elapsed.TotalMilliseconds / samples.Count));
    }

    private static IdentityTokens Tokens(IdentityAttention identity) => new()
    {
        Fusion = identity.Fusion,
        Strength = identity.Strength,
        Sites = identity.Sites.ToDictionary(site => site.Key, site => new SiteTokens(ToHost(site.Value.Keys), ToHost(site.Value.Values))),
    };

    private static DeviceTensor ToHost(Tensor tensor) => DeviceTensor.FromMemory<float>(Values(tensor), tensor.shape);

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static Latents Noise(ModelFolder model, ResultSettings settings)
    {
        var start = new Latents(new LatentShape(settings.Seeds.Length, model.UNet.InChannels, model.UNet.SampleSize, model.UNet.SampleSize));
        for (int i = 0; i < settings.Seeds.Length; i++)
            new TorchGenerator(settings.Seeds[i]).Fill(start.Sample(i));
        return start;
    }

    private static Dictionary<string, TextEmbedding> Encode(string model, IEnumerable<string> prompts)
    {
        using CLIPTextModel text = CLIPTextModel.Load(Path.Combine(model, "text_encoder"));
        ClipTokenizer tokenizer = ClipTokenizer.Load(model);
        return prompts.ToDictionary(prompt => prompt, prompt =>
        {
            Tensor states = text.forward(tensor(tokenizer.Tokenize(prompt).Ids.Select(id => (long)id).ToArray(), [1, tokenizer.Length]));
            return new TextEmbedding(tokenizer.Length, (int)states.shape[2], Values(states));
        });
    }
}
