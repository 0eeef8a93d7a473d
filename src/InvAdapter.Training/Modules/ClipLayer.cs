using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary><c>CLIPEncoderLayer</c>: causal self-attention and a feed-forward layer, each normalised before and added after.</summary>
internal sealed class ClipLayer : nn.Module
{
    private readonly TextEncoderConfiguration _configuration;
    private readonly ClipAttention _attention;
    private readonly LayerNorm _norm1;
    private readonly ClipFeedForward _feedForward;
    private readonly LayerNorm _norm2;

    public ClipLayer(TextEncoderConfiguration configuration)
        : base(nameof(ClipLayer))
    {
        _configuration = configuration;
        _attention = this.Child("self_attn", new ClipAttention(configuration.HiddenSize));
        _norm1 = this.Child("layer_norm1", nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon));
        _feedForward = this.Child("mlp", new ClipFeedForward(configuration.HiddenSize, configuration.IntermediateSize));
        _norm2 = this.Child("layer_norm2", nn.LayerNorm(configuration.HiddenSize, configuration.LayerNormEpsilon));
    }

    public Tensor Forward(Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        x = x + Attend(_norm1.forward(x));
        Tensor hidden = _configuration.Activation.Apply(_feedForward.In.forward(_norm2.forward(x)));
        return (x + _feedForward.Out.forward(hidden)).MoveToOuterDisposeScope();
    }

    private Tensor Attend(Tensor x)
    {
        Tensor attended = nn.functional.scaled_dot_product_attention(
            Heads(_attention.Query.forward(x)), Heads(_attention.Key.forward(x)), Heads(_attention.Value.forward(x)), is_casual: true);
        return _attention.Out.forward(attended.transpose(1, 2).reshape(x.shape));
    }

    private Tensor Heads(Tensor x) =>
        x.reshape(x.shape[0], x.shape[1], _configuration.Heads, _configuration.HiddenSize / _configuration.Heads).transpose(1, 2);

    private sealed class ClipAttention : nn.Module
    {
        public ClipAttention(int width)
            : base(nameof(ClipAttention))
        {
            Key = this.Child("k_proj", nn.Linear(width, width));
            Value = this.Child("v_proj", nn.Linear(width, width));
            Query = this.Child("q_proj", nn.Linear(width, width));
            Out = this.Child("out_proj", nn.Linear(width, width));
        }

        public Linear Key { get; }

        public Linear Value { get; }

        public Linear Query { get; }

        public Linear Out { get; }
    }

    private sealed class ClipFeedForward : nn.Module
    {
        public ClipFeedForward(int width, int innerWidth)
            : base(nameof(ClipFeedForward))
        {
            In = this.Child("fc1", nn.Linear(width, innerWidth));
            Out = this.Child("fc2", nn.Linear(innerWidth, width));
        }

        public Linear In { get; }

        public Linear Out { get; }
    }
}
