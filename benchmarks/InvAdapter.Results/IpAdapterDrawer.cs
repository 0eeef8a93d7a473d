using System.Diagnostics;
using InvAdapter.FaceWorld;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.Training.Baselines;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Results;

/// <summary>Draws with the IP-Adapter baseline, through the training modules; the same prompts, seeds, sampler, schedule and guidance.</summary>
internal sealed class IpAdapterDrawer : IDrawer
{
    public Task<RowSamples> DrawAsync(ResultRow row, Cast cast, IReadOnlyList<Prompt> prompts, ResultSettings settings, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        using UNet2DConditionModel unet = UNet2DConditionModel.Load(Path.Combine(settings.Model, "unet"));
        using CLIPTextModel text = CLIPTextModel.Load(Path.Combine(settings.Model, "text_encoder"));
        using var adapter = new IpAdapterModule(unet.Sites, unet.Configuration.CrossAttentionDim, new IpAdapterOptions());
        adapter.Load(Path.Combine(settings.Runs, row.Weights ?? throw new ArgumentException($"Row {row.Name} names no weights.")));
        using var codec = new RoundTrip(settings.Model);
        ClipTokenizer tokenizer = ClipTokenizer.Load(settings.Model);
        DdimSchedule schedule = SchedulerConfiguration.Load(settings.Model).Build(row.Steps ?? settings.Steps);
        Dictionary<string, Tensor> embedded = prompts.Select(prompt => prompt.Caption.Text).Append("").ToDictionary(prompt => prompt, prompt => Encode(text, tokenizer, prompt));

        var samples = new List<Sample>();
        (var enrolling, var drawing) = (new Stopwatch(), new Stopwatch());
        for (int person = 0; person < cast.People; person++)
        {
            using DisposeScope perPerson = NewDisposeScope();
            enrolling.Start();
            IdentityAttention identity = adapter.Attend(RoundTrip.ToTensor(cast.References[person].Image), row.Strength);
            enrolling.Stop();
            foreach (Prompt prompt in prompts)
            {
                drawing.Start();
                var denoiser = new IdentityDenoiser(unet, embedded[prompt.Caption.Text], embedded[""], identity, row.Guidance ?? settings.Guidance);
                ISampler sampler = row.Sampler == SamplerKind.DpmSolver ? new DpmSolverSampler(denoiser, schedule) : new DdimSampler(denoiser, schedule);
                Latents drawn = sampler.Run(Noise(unet, settings), cancellation);
                for (int i = 0; i < settings.Seeds.Length; i++)
                    samples.Add(new Sample(person, prompt, settings.Seeds[i], codec.Decode(drawn.Sample(i), drawn.Shape.Height, drawn.Shape.Width)));
                drawing.Stop();
            }
        }

        long extra = adapter.WeightCount;
        return Task.FromResult(new RowSamples(
            samples, extra, extra, 0, enrolling.Elapsed.TotalMilliseconds / cast.People, drawing.Elapsed.TotalMilliseconds / samples.Count));
    }

    private static Latents Noise(UNet2DConditionModel unet, ResultSettings settings)
    {
        int side = unet.Configuration.SampleSize;
        var start = new Latents(new LatentShape(settings.Seeds.Length, unet.Configuration.InChannels, side, side));
        for (int i = 0; i < settings.Seeds.Length; i++)
            new TorchGenerator(settings.Seeds[i]).Fill(start.Sample(i));
        return start;
    }

    private static Tensor Encode(CLIPTextModel text, ClipTokenizer tokenizer, string prompt) =>
        text.forward(tensor(tokenizer.Tokenize(prompt).Ids.Select(id => (long)id).ToArray(), [1, tokenizer.Length]));
}
