using InvAdapter.Configuration;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>The autoencoder's attention: a single head over all pixels.</summary>
internal sealed class PixelAttention : nn.Module
{
    private readonly GroupNorm _norm;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _out;

    public PixelAttention(int channels, int groups)
        : base(nameof(PixelAttention))
    {
        _norm = this.Child("group_norm", Normalization.Group(groups, channels, ResnetSettings.AutoencoderEpsilon));
        _query = this.Child("to_q", nn.Linear(channels, channels));
        _key = this.Child("to_k", nn.Linear(channels, channels));
        _value = this.Child("to_v", nn.Linear(channels, channels));
        _out = this.Children("to_out", [nn.Linear(channels, channels)])[0];
    }

    public Tensor Forward(Tensor image)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor tokens = _norm.forward(image).flatten(2).transpose(1, 2).unsqueeze(1);
        Tensor attended = nn.functional.scaled_dot_product_attention(_query.forward(tokens), _key.forward(tokens), _value.forward(tokens));
        Tensor result = _out.forward(attended).squeeze(1).transpose(1, 2).reshape(image.shape);
        return (result + image).MoveToOuterDisposeScope();
    }
}
