using System.Diagnostics;
using System.Globalization;
using InvAdapter.Benchmarks.Reports;
using InvAdapter.Features;
using InvAdapter.Models;
using InvAdapter.Scheduling;
using InvAdapter.TestModels;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary>Everything that costs memory or time on a full-size model, once in order, as a Markdown table.</summary>
internal sealed class FullSizeRun(string folder, ElementType storedAs, int latentSide, int rounds, int seed)
{
    private const int Timestep = 501;
    private const int PeakRounds = 10;

    private long _peak;

    public void Run(bool write)
    {
        var peaks = MachinePeaks.Measure(PeakRounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peaks in float32: matrix products {peaks.MatMul:F0} GFLOP/s, 3x3 convolutions {peaks.Convolution:F0} GFLOP/s"));
        Console.WriteLine($"weights {Size.Of(FullSizeModel.SizeInBytes(storedAs))} as {storedAs} (UNet {Size.Of(FullSizeModel.UNetSizeInBytes(storedAs))}; "
            + $"as Float32 {Size.Of(FullSizeModel.SizeInBytes(ElementType.Float32))}), latents {latentSide}x{latentSide}, median of {rounds} behind the first");
        Console.WriteLine();
        Console.WriteLine("| step | time, s | first call, s | memory afterwards | of it anonymous | peak meanwhile |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: |");
        if (write)
            Once("write the folder", () => FullSizeModel.Write(folder, storedAs, (ulong)seed));

        PipelineParts parts = null!;
        Once("load the folder", () => parts = PipelineParts.Load(folder, new PipelineOptions(), CancellationToken.None));
        using (parts)
            Call(parts);
        Console.WriteLine();
        Console.WriteLine($"peak of all steps {Size.Of(_peak)}");
    }

    private void PrintOperations(PipelineParts parts, int textTokens)
    {
        double plain = UNetOperations.Count(parts.Folder, latentSide, textTokens, []);
        double adapted = UNetOperations.Count(parts.Folder, latentSide, textTokens, parts.Adapter.Sites);
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"operations of a plain call {plain / 1e9:F0} GFLOP, of an adapted one {adapted / 1e9:F0} GFLOP ({adapted / plain:F2} of it)"));
    }

    private void Call(PipelineParts parts)
    {
        TextEmbedding text = null!;
        Repeated("encode a prompt", () => text = parts.TextEncoder.Encode(parts.Tokenizer.Tokenize("a photo of a person").Ids.AsSpan()));

        var z = new Latents(new LatentShape(1, 4, latentSide, latentSide));
        new TorchGenerator(seed).Fill(z.Values);
        var prediction = new Latents(z.Shape);
        Predict("UNet: plain call", null, null);
        RequireFinite(prediction);

        using var capture = new FeatureCapture(parts.Adapter.Sites);
        Predict("UNet: capturing call", null, capture);

        IReadOnlyDictionary<string, SiteTokens> tokens = new Dictionary<string, SiteTokens>();
        Repeated("adapter: project one timestep", () =>
        {
            Release(tokens);
            tokens = parts.Adapter.Project(capture.Features);
        });
        foreach (Fusion fusion in Enum.GetValues<Fusion>())
        {
            Predict($"UNet: adapted call, {fusion.ToString().ToLowerInvariant()}, every token", new IdentityTokens { Fusion = fusion, Sites = tokens }, null);
            RequireFinite(prediction);
        }

        Release(tokens);
        Codec(parts.Autoencoder, z);
        PrintOperations(parts, text.Tokens);

        void Predict(string step, IdentityTokens? identity, FeatureCapture? captured) => Repeated(step, () =>
            parts.UNet.Predict(new NoiseQuery { Latents = z, Timestep = Timestep, Text = text, Identity = identity, Capture = captured }, prediction));
    }

    private void Codec(Autoencoder autoencoder, Latents z)
    {
        int side = latentSide * autoencoder.Downscale;
        float[] image = new float[3 * side * side];
        Repeated($"autoencoder: encode {side}x{side}", () => autoencoder.Encode(image, 1, side, side));
        Repeated($"autoencoder: decode {side}x{side}", () => autoencoder.Decode(z));
    }

    private void Once(string step, Action action) => Print(step, Time(action), null);

    private void Repeated(string step, Action action)
    {
        ProcessMemory.ResetPeak();
        double first = Seconds(action);
        double[] others = [.. Enumerable.Range(0, rounds).Select(_ => Seconds(action))];
        Print(step, Median.Of(others), first);
    }

    private static double Time(Action action)
    {
        ProcessMemory.ResetPeak();
        return Seconds(action);
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Print(string step, double seconds, double? first)
    {
        ProcessMemory memory = ProcessMemory.Now();
        _peak = Math.Max(_peak, memory.Peak);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {step} | {seconds:F2} | {first:F2} | {Size.Of(memory.Resident)} | {Size.Of(memory.Anonymous)} | {Size.Of(memory.Peak)} |"));
    }

    private static void RequireFinite(Latents prediction)
    {
        foreach (float value in prediction.Values)
        {
            if (!float.IsFinite(value))
                throw new InvalidOperationException("The UNet's prediction is not finite: the random weights are scaled badly, or a graph is wrong.");
        }
    }

    private static void Release(IReadOnlyDictionary<string, SiteTokens> tokens)
    {
        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
    }
}
