using InvAdapter.Configuration;
using InvAdapter.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>One attention site of the UNet: tapped, and open for identity tokens in both fusions.</summary>
internal sealed class Attention : nn.Module
{
    private readonly AttentionSite _site;
    private readonly bool _upcast;
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _out;

    /// <param name="site">The site.</param>
    /// <param name="contextWidth">Width of what is attended to.</param>
    /// <param name="upcast">Whether attention is computed in float32 whatever the network computes in.</param>
    public Attention(AttentionSite site, int contextWidth, bool upcast)
        : base(nameof(Attention))
    {
        _site = site;
        _upcast = upcast;
        _query = this.Child("to_q", nn.Linear(site.Width, site.Width, hasBias: false));
        _key = this.Child("to_k", nn.Linear(contextWidth, site.Width, hasBias: false));
        _value = this.Child("to_v", nn.Linear(contextWidth, site.Width, hasBias: false));
        _out = this.Children("to_out", [nn.Linear(site.Width, site.Width)])[0];
    }

    /// <summary>Weights of the keys' and values' projections.</summary>
    public (Tensor Key, Tensor Value) Projections => (_key.weight, _value.weight);

    public AttentionSite Site => _site;

    /// <param name="tokens">Tokens that enter, [B,N,C].</param>
    /// <param name="context">What they attend to, [B,M,contextWidth].</param>
    /// <param name="call">The call's tap and identity.</param>
    public Tensor Forward(Tensor tokens, Tensor context, UNetCall call)
    {
        using DisposeScope scope = NewDisposeScope();
        call.Tap?.Receive(_site.Name, tokens);

        Tensor query = Heads(_query.forward(tokens));
        Tensor key = Heads(_key.forward(context));
        Tensor value = Heads(_value.forward(context));
        Tensor attended = call.Identity?.Find(_site.Name) is not { } identity ? Attend(query, key, value)
            : call.Identity.Fusion == Fusion.Embedded ? Embedded(query, key, value, identity, call.Identity)
            : Attend(query, key, value) + Decoupled(query, identity, call.Identity);
        Tensor merged = attended.transpose(1, 2).reshape(tokens.shape[0], -1, _site.Width);
        return _out.forward(merged.to(tokens.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>softmax over [QKᵀ/√d ; QK_idᵀ/√d + ln λ] times [V ; V_id].</summary>
    private Tensor Embedded(Tensor query, Tensor key, Tensor value, SiteKeysValues identity, IdentityAttention settings)
    {
        Tensor identityKeys = IdentityHeads(identity.Keys, query);
        Tensor keys = cat([key, identityKeys], 2);
        Tensor values = cat([value, IdentityHeads(identity.Values, query)], 2);
        return Attend(query, keys, values, Bias(query, key.shape[2], identityKeys.shape[2], settings));
    }

    /// <summary>λ·softmax(QK_idᵀ/√d)·V_id.</summary>
    private Tensor Decoupled(Tensor query, SiteKeysValues identity, IdentityAttention settings)
    {
        Tensor attended = settings.Strength * Attend(query, IdentityHeads(identity.Keys, query), IdentityHeads(identity.Values, query));
        return settings.Present is null ? attended : attended * settings.Present.to(attended.dtype).view(-1, 1, 1, 1);
    }

    /// <summary>ln λ on the identity's keys, and -∞ in the rows that have no identity; null where that changes nothing.</summary>
    private Tensor? Bias(Tensor query, long ownCount, long identityCount, IdentityAttention settings)
    {
        if (settings.Strength == 1 && settings.Present is null)
            return null;
        ScalarType type = _upcast ? float32 : query.dtype;
        Tensor own = zeros([1, 1, 1, ownCount], type, query.device);
        Tensor theirs = full([1, 1, 1, identityCount], Math.Log(settings.Strength), type, query.device);
        if (settings.Present is not { } present)
            return cat([own, theirs], 3);
        Tensor absent = present.to(ScalarType.Bool).logical_not().view(-1, 1, 1, 1);
        theirs = theirs.expand(present.shape[0], 1, 1, identityCount).masked_fill(absent, double.NegativeInfinity);
        return cat([own.expand(present.shape[0], 1, 1, ownCount), theirs], 3);
    }

    private Tensor Attend(Tensor query, Tensor key, Tensor value, Tensor? bias = null) => _upcast
        ? nn.functional.scaled_dot_product_attention(query.to(float32), key.to(float32), value.to(float32), bias!)
        : nn.functional.scaled_dot_product_attention(query, key, value, bias!);

    private Tensor IdentityHeads(Tensor tokens, Tensor query) =>
        Heads(tokens.to(query.dtype).expand(query.shape[0], tokens.shape[1], _site.Width));

    /// <summary>[B,N,C] to [B,heads,N,C/heads].</summary>
    private Tensor Heads(Tensor tokens) =>
        tokens.reshape(tokens.shape[0], tokens.shape[1], _site.Heads, _site.Width / _site.Heads).transpose(1, 2);
}
