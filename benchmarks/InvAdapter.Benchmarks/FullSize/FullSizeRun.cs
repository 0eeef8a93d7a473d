using System.Collections.Immutable;
using System.Diagnostics;
using InvAdapter.Adapters;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>A full-size model in three Markdown tables: everything once, with the memory that it takes; the kinds of UNet call in turn, with their times; and an identity's file.</summary>
internal sealed class FullSizeRun(string folder, ElementType storedAs, int latentSide, int rounds, int seed)
{
    private const int Timestep = 501;

    private long _peak;

    public void Run(bool write, CancellationToken cancellation)
    {
        PrintHeader();
        Console.WriteLine();
        Console.WriteLine("| step, once | time, s | memory afterwards | of it anonymous | peak meanwhile |");
        Console.WriteLine("| --- | --: | --: | --: | --: |");
        if (write)
            Once("write the folder", () => FullSizeModel.Write(folder, storedAs, (ulong)seed));

        PipelineParts parts = null!;
        Once("load the folder", () => parts = PipelineParts.Load(folder, new PipelineOptions(), cancellation));
        using (parts)
        {
            Call(parts, cancellation);
            Console.WriteLine();
            IdentityFiles.Print(parts, folder, latentSide, rounds, cancellation);
        }
    }

    private void PrintHeader()
    {
        MachineHeader.Print();
        Console.WriteLine($"weights {Size.Of(FullSizeModel.SizeInBytes(storedAs))} as {storedAs} ({Size.Of(FullSizeModel.SizeInBytes(ElementType.Float32))} as Float32), latents {latentSide}×{latentSide}");
    }

    private void Call(PipelineParts parts, CancellationToken cancellation)
    {
        TextEmbedding text = null!;
        Once("encode a prompt", () => text = parts.TextEncoder.Encode(parts.Tokenizer.Tokenize(BenchmarkModel.Prompt).Ids.AsSpan(), cancellation));

        Latents z = BenchmarkModel.Noise(new LatentShape(1, parts.UNet.LatentChannels, latentSide, latentSide), seed);
        var prediction = new Latents(z.Shape);
        using var capture = new FeatureCapture(parts.Adapter.Sites);
        IReadOnlyDictionary<string, SiteTokens> tokens = null!, fewer = ImmutableDictionary<string, SiteTokens>.Empty;
        Once("UNet: plain call", () => Predict(null, null));
        RequireFinite(prediction);
        Once("UNet: capturing call", () => Predict(null, capture));
        Once("adapter: project one timestep", () => tokens = parts.Adapter.Project(capture.Features, cancellation));
        try
        {
            // As a generation asks: with its last question the network gives its memory back.
            Fusion[] fusions = Enum.GetValues<Fusion>();
            using (UNetRun run = parts.UNet.Begin(fusions.Length))
            {
                foreach (Fusion fusion in fusions)
                {
                    Once($"UNet: adapted call, {fusion.ToString().ToLowerInvariant()}, every token", () => run.Predict(Query(Identity(fusion), null), prediction, cancellation));
                    RequireFinite(prediction);
                }
            }

            Codec(parts.Autoencoder, z, cancellation);
            Console.WriteLine();
            Console.WriteLine($"peak of all steps {Size.Of(_peak)}");
            PrintOperations(parts, text.Tokens);

            var calls = new Comparison($"one UNet call, medians of {rounds}");
            calls.Add("plain", () => Predict(null, null));
            calls.Add("capturing", () => Predict(null, capture));
            foreach (Fusion fusion in fusions)
                calls.Add($"adapted, {fusion.ToString().ToLowerInvariant()}, every token", () => Predict(Identity(fusion), null));
            fewer = ProjectPooled(parts.Adapter, capture, z.Shape, cancellation);
            calls.Add($"adapted, embedded, at most {EnrollmentOptions.DefaultTokenBudget} tokens a site", () => Predict(new IdentityTokens { Fusion = Fusion.Embedded, Sites = fewer }, null));
            Console.WriteLine();
            Console.Write(calls.Measure(rounds, cancellation).ToMarkdown());
        }
        finally
        {
            foreach (SiteTokens site in tokens.Values.Concat(fewer.Values))
                site.Dispose();
        }

        IdentityTokens Identity(Fusion fusion) => new() { Fusion = fusion, Sites = tokens };

        NoiseQuery Query(IdentityTokens? identity, FeatureCapture? captured) =>
            new() { Latents = z, Timestep = Timestep, Text = text, Identity = identity, Capture = captured };

        void Predict(IdentityTokens? identity, FeatureCapture? captured) => parts.UNet.Predict(Query(identity, captured), prediction, cancellation);
    }

    private static IReadOnlyDictionary<string, SiteTokens> ProjectPooled(AttentionAdapter adapter, FeatureCapture capture, LatentShape latents, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, DeviceTensor> pooled = TokenPooling.Reduce(capture.Sites, capture.Take(), latents, EnrollmentOptions.DefaultTokenBudget);
        try
        {
            return adapter.Project(pooled, latents, cancellation);
        }
        finally
        {
            foreach (DeviceTensor feature in pooled.Values)
                feature.Dispose();
        }
    }

    private void Codec(Autoencoder autoencoder, Latents z, CancellationToken cancellation)
    {
        int side = latentSide * autoencoder.Downscale;
        float[] image = new float[3 * side * side];
        Once($"autoencoder: encode {side}×{side}", () => autoencoder.Encode(image, 1, side, side, cancellation));
        Once($"autoencoder: decode {side}×{side}", () => autoencoder.Decode(z, cancellation));
    }

    private void PrintOperations(PipelineParts parts, int textTokens)
    {
        double plain = UNetOperations.Count(parts.Folder, latentSide, textTokens, []);
        double adapted = UNetOperations.Count(parts.Folder, latentSide, textTokens, parts.Adapter.Sites);
        Console.WriteLine($"operations of a plain call {plain / 1e9:F0} GFLOP, of an adapted one {adapted / 1e9:F0} GFLOP ({adapted / plain:F2} of it)");
    }

    private void Once(string step, Action action)
    {
        ProcessMemory.ResetPeak();
        long start = Stopwatch.GetTimestamp();
        action();
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        ProcessMemory memory = ProcessMemory.Now();
        _peak = Math.Max(_peak, memory.Peak);
        Console.WriteLine($"| {step} | {time.TotalSeconds:F2} | {Size.Of(memory.Resident)} | {Size.Of(memory.Anonymous)} | {Size.Of(memory.Peak)} |");
    }

    private static void RequireFinite(Latents prediction)
    {
        foreach (float value in prediction.Values)
        {
            if (!float.IsFinite(value))
                throw new InvalidOperationException("The UNet's prediction is not finite: the random weights are scaled badly, or a graph is wrong.");
        }
    }
}
