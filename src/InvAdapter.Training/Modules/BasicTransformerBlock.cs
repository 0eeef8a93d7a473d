using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Self-attention, cross-attention and a gated feed-forward layer, each normalised before and added after.</summary>
internal sealed class BasicTransformerBlock : nn.Module
{
    private const double Epsilon = 1e-5;

    private readonly LayerNorm _norm1;
    private readonly Attention _self;
    private readonly LayerNorm _norm2;
    private readonly Attention _cross;
    private readonly LayerNorm _norm3;
    private readonly FeedForward _feedForward;

    public BasicTransformerBlock(AttentionSite self, AttentionSite cross, UNetConfiguration configuration)
        : base(nameof(BasicTransformerBlock))
    {
        _norm1 = this.Child("norm1", nn.LayerNorm(self.Width, Epsilon));
        _self = this.Child("attn1", new Attention(self, self.Width, configuration.UpcastAttention));
        _norm2 = this.Child("norm2", nn.LayerNorm(self.Width, Epsilon));
        _cross = this.Child("attn2", new Attention(cross, configuration.CrossAttentionDim, configuration.UpcastAttention));
        _norm3 = this.Child("norm3", nn.LayerNorm(self.Width, Epsilon));
        _feedForward = this.Child("ff", new FeedForward(self.Width));
    }

    public Tensor Forward(Tensor tokens, UNetCall call)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor normal = _norm1.forward(tokens);
        tokens = tokens + _self.Forward(normal, normal, call);
        tokens = tokens + _cross.Forward(_norm2.forward(tokens), call.Text, call);
        return (tokens + _feedForward.Forward(_norm3.forward(tokens))).MoveToOuterDisposeScope();
    }
}
