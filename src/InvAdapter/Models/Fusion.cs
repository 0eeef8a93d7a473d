namespace InvAdapter.Models;

/// <summary>How identity tokens enter an attention layer.</summary>
public enum Fusion
{
    /// <summary>One softmax over the layer's own tokens and the identity's: softmax([QKᵀ/√d ; QK_idᵀ/√d + ln λ])·[V ; V_id] (the paper's EAA).</summary>
    Embedded,

    /// <summary>A softmax of its own, added: softmax(QKᵀ/√d)·V + λ·softmax(QK_idᵀ/√d)·V_id (IP-Adapter's form).</summary>
    Decoupled,
}
