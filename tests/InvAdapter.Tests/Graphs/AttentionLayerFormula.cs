using CsCheck;
using InvAdapter.Configuration;
using InvAdapter.Graphs;
using InvAdapter.Runtime;
using InvAdapter.Scheduling;
using InvAdapter.Tests.Golden;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Graphs;

/// <summary>One attention site by itself, against its formula in double.</summary>
public abstract class AttentionLayerFormula : IDisposable
{
    private const int Tokens = 6;
    private const int IdentityTokens = 5;
    private const double Tolerance = 1e-5;

    private static readonly Gen<(int Seed, double Strength)> s_cases = Gen.Select(Gen.Int[1, 1000], Gen.Double[0.01, 4]);

    private readonly AttentionSite _site = TinyPipeline.Networks.UNet.Sites[0];
    private readonly WeightFolder _weights = WeightFolder.Open(Path.Combine(TinyPipeline.Networks.Folder, "unet"), "diffusion_pytorch_model");
    private readonly OnnxSession _session;

    protected AttentionLayerFormula(bool branches) => _session = Build(branches);

    private int Width => _site.Width;

    public void Dispose()
    {
        _session.Dispose();
        _weights.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Without_an_identity_it_is_attention() =>
        s_cases.Sample(test => Close.To(Reference(test.Seed, 0, 0), Run(test.Seed, null, 0), Tolerance, "plain"), iter: 20, threads: 1);

    [Fact]
    public void Embedded_is_one_softmax_over_both() => s_cases.Sample(
        test => Close.To(Reference(test.Seed, test.Strength, 0), Run(test.Seed, Fused.Embedded, test.Strength), Tolerance, "embedded"), iter: 20, threads: 1);

    [Fact]
    public void Decoupled_adds_a_softmax_of_its_own() => s_cases.Sample(
        test => Close.To(Reference(test.Seed, 0, test.Strength), Run(test.Seed, Fused.Decoupled, test.Strength), Tolerance, "decoupled"), iter: 20, threads: 1);

    [Fact]
    public void Decoupled_is_linear_in_strength_and_embedded_is_not() => s_cases.Sample(
        test =>
        {
            float[] plain = Run(test.Seed, null, 0);
            float[] Line(float[] one) => [.. plain.Zip(one, (a, b) => (float)(a + test.Strength * (b - a)))];
            Close.To(Line(Run(test.Seed, Fused.Decoupled, 1)), Run(test.Seed, Fused.Decoupled, test.Strength), Tolerance, "decoupled");
            return Math.Abs(test.Strength - 1) < 0.2
                || Line(Run(test.Seed, Fused.Embedded, 1)).Zip(Run(test.Seed, Fused.Embedded, test.Strength), (a, b) => Math.Abs(a - b)).Max() > 10 * Tolerance;
        },
        iter: 20,
        threads: 1);

    [Fact]
    public void Embedding_the_base_tokens_themselves_at_full_strength_changes_nothing()
    {
        // The same keys and values twice: every weight is halved and counted twice.
        float[] rows = Noise(3, Tokens);
        (float[] keys, float[] values) = (Project(rows, "to_k"), Project(rows, "to_v"));
        Close.To(Run(3, null, 0), Run(rows, (keys, values), Fused.Embedded, 1), Tolerance, "embedded");
    }

    [Fact]
    public void A_token_that_stands_for_several_weighs_as_much_as_they_do()
    {
        float[] rows = Noise(3, Tokens);
        (float[] Keys, float[] Values) few = (Noise(4, IdentityTokens), Noise(5, IdentityTokens));
        (float[] Keys, float[] Values) all = ([.. few.Keys, .. few.Keys, .. few.Keys, .. few.Keys], [.. few.Values, .. few.Values, .. few.Values, .. few.Values]);
        Close.To(Run(rows, all, Fused.Embedded, 0.7), Run(rows, few, Fused.Embedded, 0.7, pooled: 4), Tolerance, "embedded");
        Assert.NotEqual(Run(rows, few, Fused.Embedded, 0.7), Run(rows, few, Fused.Embedded, 0.7, pooled: 4));
    }

    private OnnxSession Build(bool branches)
    {
        var graph = new GraphBuilder("site");
        var binder = new WeightBinder(graph, _weights, GraphPrecision.Float32);
        string rows = graph.Input("rows", ElementType.Float32, "tokens", Width);
        var layers = new Layers(graph, binder, GraphPrecision.Float32);
        string result = new AttentionLayer(layers, _site, upcast: false).Apply(rows, rows, Width, graph.Constant(1), IdentityStrength.Declare(layers, branches));
        graph.Output("result", result, ElementType.Float32, "tokens", Width);
        return OnnxSession.Create(binder.Finish(), ExecutionProvider.Cpu());
    }

    private float[] Run(int seed, Fused? fused, double strength) =>
        Run(Noise(seed, Tokens), (Noise(seed + 1, IdentityTokens), Noise(seed + 2, IdentityTokens)), fused, strength);

    private float[] Run(float[] rows, (float[] Keys, float[] Values) identity, Fused? fused, double strength, double pooled = 1)
    {
        using DeviceTensor count = DeviceTensor.FromMemory<float>(new[] { (float)Math.Log(pooled) });
        using DeviceTensor input = DeviceTensor.FromMemory<float>(rows, rows.Length / Width, Width);
        using DeviceTensor keys = DeviceTensor.FromMemory<float>(identity.Keys, 1, identity.Keys.Length / Width, Width);
        using DeviceTensor values = DeviceTensor.FromMemory<float>(identity.Values, 1, identity.Values.Length / Width, Width);
        using DeviceTensor scale = DeviceTensor.FromMemory<float>(new[] { (float)(fused == Fused.Embedded ? Math.Log(strength) : strength) });
        KeyValuePair<string, DeviceTensor>[] inputs = fused switch
        {
            Fused.Embedded => [new("rows", input), new(UNetPorts.LogStrength, scale), new(UNetPorts.LogTokens(_site.Name), count), new(UNetPorts.EmbeddedKeys(_site.Name), keys), new(UNetPorts.EmbeddedValues(_site.Name), values)],
            Fused.Decoupled => [new("rows", input), new(UNetPorts.Strength, scale), new(UNetPorts.DecoupledKeys(_site.Name), keys), new(UNetPorts.DecoupledValues(_site.Name), values)],
            _ => [new("rows", input)],
        };
        using DeviceTensor result = _session.Run(inputs, ["result"], TensorPlacement.Host, TestContext.Current.CancellationToken)[0];
        return result.ToArray();
    }

    /// <summary>softmax over [QKᵀ/√d ; QK_idᵀ/√d + ln λ] times [V ; V_id], plus μ·softmax(QK_idᵀ/√d)·V_id.</summary>
    private float[] Reference(int seed, double embedded, double decoupled)
    {
        float[] rows = Noise(seed, Tokens);
        (float[] query, float[] key, float[] value) = (Project(rows, "to_q"), Project(rows, "to_k"), Project(rows, "to_v"));
        (float[] identityKey, float[] identityValue) = (Noise(seed + 1, IdentityTokens), Noise(seed + 2, IdentityTokens));
        float[] attended = new float[rows.Length];
        int head = Width / _site.Heads;
        for (int at = 0; at < rows.Length; at++)
        {
            int row = at / Width * Width;
            int start = at % Width / head * head;
            (double sum, double weight) = Attend(key, value, Tokens, 1);
            (double identitySum, double identityWeight) = Attend(identityKey, identityValue, IdentityTokens, 1);
            attended[at] = (float)((sum + embedded * identitySum) / (weight + embedded * identityWeight) + decoupled * identitySum / identityWeight);

            (double Sum, double Weight) Attend(float[] keys, float[] values, int count, double scale)
            {
                (double sum, double weight) result = default;
                for (int i = 0; i < count; i++)
                {
                    double score = 0;
                    for (int j = start; j < start + head; j++)
                        score += (double)query[row + j] * keys[i * Width + j];
                    double one = scale * Math.Exp(score / Math.Sqrt(head));
                    result = (result.sum + one * values[i * Width + at % Width], result.weight + one);
                }

                return result;
            }
        }

        float[] bias = _weights.ReadSingle($"{_site.Name}.to_out.0.bias");
        return [.. Project(attended, "to_out.0").Select((x, i) => x + bias[i % Width])];
    }

    private float[] Project(float[] rows, string name)
    {
        float[] weight = _weights.ReadSingle($"{_site.Name}.{name}.weight");
        return [.. Enumerable.Range(0, rows.Length).Select(at =>
        {
            double sum = 0;
            for (int j = 0; j < Width; j++)
                sum += (double)rows[at / Width * Width + j] * weight[at % Width * Width + j];
            return (float)sum;
        })];
    }

    private float[] Noise(int seed, int tokens)
    {
        float[] values = new float[tokens * Width];
        new TorchGenerator(seed).Fill(values);
        return values;
    }

    private enum Fused
    {
        Embedded,
        Decoupled,
    }
}
