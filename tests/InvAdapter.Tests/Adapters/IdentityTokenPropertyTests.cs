using CsCheck;
using InvAdapter.Adapters;
using InvAdapter.Models;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Adapters;

/// <summary>What must hold for any identity tokens in the whole UNet.</summary>
public sealed class IdentityTokenPropertyTests : IDisposable
{
    private static readonly Gen<(int Seed, Fusion Fusion, double Strength)> s_cases =
        Gen.Select(Gen.Int[1, 1000], Gen.Enum<Fusion>(), Gen.Double[0.05, 2]);

    private readonly AttentionAdapter _adapter = AdaptedUNetGoldenTests.LoadAdapter(TinyPipeline.Networks);

    private static UNet UNet => TinyPipeline.Networks.UNet;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _adapter.Dispose();

    [Fact]
    public void The_order_of_tokens_does_not_matter() => s_cases.Sample(
        test => WithTokens(test.Seed, tokens =>
        {
            Latents z = Noise(test.Seed + 1, 1);
            float[] expected = Fed(tokens);
            IReadOnlyDictionary<string, SiteTokens> permuted = Permuted(tokens, test.Seed, keysToo: true);
            IReadOnlyDictionary<string, SiteTokens> torn = Permuted(tokens, test.Seed, keysToo: false);
            Close.To(expected, Fed(permuted), Close.Call, "permuted");
            double distance = Distance(expected, Fed(torn));
            Release(permuted);
            Release(torn);

            // Values that are no longer their keys' do matter.
            return distance > Close.Call;

            float[] Fed(IReadOnlyDictionary<string, SiteTokens> sites) => Predict(z, new IdentityTokens { Fusion = test.Fusion, Strength = test.Strength, Sites = sites });
        }),
        iter: 6,
        threads: 1);

    [Fact]
    public void Strength_zero_and_no_sites_are_the_plain_network_to_the_last_bit() => s_cases.Sample(
        test => WithTokens(test.Seed, tokens =>
        {
            Latents z = Noise(test.Seed + 1, 2);
            float[] plain = Predict(z, null);
            Assert.Equal(plain, Predict(z, new IdentityTokens { Fusion = test.Fusion, Strength = 0, Sites = tokens }));
            Assert.Equal(plain, Predict(z, new IdentityTokens { Fusion = test.Fusion, Sites = new Dictionary<string, SiteTokens>() }));
            return true;
        }),
        iter: 6,
        threads: 1);

    [Fact]
    public void Images_of_a_batch_do_not_see_each_other() => s_cases.Sample(
        test => WithTokens(test.Seed, tokens =>
        {
            var identity = new IdentityTokens { Fusion = test.Fusion, Strength = test.Strength, Sites = tokens };
            Latents batch = Noise(test.Seed + 1, 3);
            float[] together = Predict(batch, identity);
            for (int i = 0; i < 3; i++)
            {
                var one = new Latents(batch.Shape with { Batch = 1 }, batch.Sample(i).ToArray());
                Close.To(Predict(one, identity), together.AsSpan(i * one.Shape.Length, one.Shape.Length), Close.Call, $"image {i}");
            }

            return true;
        }),
        iter: 6,
        threads: 1);

    private bool WithTokens(int seed, Func<IReadOnlyDictionary<string, SiteTokens>, bool> use)
    {
        using var capture = new FeatureCapture(UNet.Sites);
        UNet.Predict(Query(Noise(seed, 1), null, capture), new Latents(new LatentShape(1, 4, 8, 6)), Stop);
        IReadOnlyDictionary<string, SiteTokens> tokens = _adapter.Project(capture.Features, Stop);
        bool result = use(tokens);
        Release(tokens);
        return result;
    }

    private static void Release(IReadOnlyDictionary<string, SiteTokens> tokens)
    {
        foreach (SiteTokens site in tokens.Values)
            site.Dispose();
    }

    private static Dictionary<string, SiteTokens> Permuted(IReadOnlyDictionary<string, SiteTokens> tokens, int seed, bool keysToo) =>
        tokens.ToDictionary(pair => pair.Key, pair =>
        {
            int count = (int)pair.Value.Keys.Shape[1];
            int[] order = [.. Enumerable.Range(0, count)];
            new Random(seed).Shuffle(order);
            if (order.SequenceEqual(Enumerable.Range(0, count)))
                Array.Reverse(order);
            return new SiteTokens(Reordered(pair.Value.Keys, keysToo ? order : [.. order.Order()]), Reordered(pair.Value.Values, order));
        });

    private static DeviceTensor Reordered(DeviceTensor tensor, int[] order)
    {
        int width = (int)tensor.Shape[2];
        float[] from = tensor.ToArray();
        return DeviceTensor.FromMemory<float>((float[])[.. order.SelectMany(token => from[(token * width)..((token + 1) * width)])], 1, order.Length, width);
    }

    private static Latents Noise(int seed, int batch)
    {
        var latents = new Latents(new LatentShape(batch, 4, 8, 6));
        new TorchGenerator(seed).Fill(latents.Values);
        return latents;
    }

    private static NoiseQuery Query(Latents z, IdentityTokens? identity, FeatureCapture? capture = null) =>
        new() { Latents = z, Timestep = 401, Text = TinyPipeline.Networks.Embedding(0), Identity = identity, Capture = capture };

    private static float[] Predict(Latents z, IdentityTokens? identity)
    {
        var prediction = new Latents(z.Shape);
        UNet.Predict(Query(z, identity), prediction, Stop);
        return prediction.Values.ToArray();
    }

    private static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
