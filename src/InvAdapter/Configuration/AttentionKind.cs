namespace InvAdapter.Configuration;

/// <summary>What the queries of an attention site attend to.</summary>
public enum AttentionKind
{
    /// <summary>The image's own tokens (<c>attn1</c>).</summary>
    Self,

    /// <summary>The prompt's tokens (<c>attn2</c>).</summary>
    Cross,
}
