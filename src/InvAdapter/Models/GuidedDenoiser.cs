namespace InvAdapter.Models;

/// <summary>Classifier-free guidance (Ho and Salimans 2022): ε_neg + s·(ε_prompt − ε_neg).</summary>
/// <param name="prompted">What is guided to: the prompt, and the identity where there is one.</param>
/// <param name="negative">What is guided away from: the negative prompt, without an identity.</param>
/// <param name="scale">s.</param>
internal sealed class GuidedDenoiser(IDenoiser prompted, IDenoiser negative, double scale) : IDenoiser
{
    private Latents? _negative;

    public void Predict(Latents z, int timestep, Latents prediction, CancellationToken cancellation = default)
    {
        if (_negative?.Shape != z.Shape)
            _negative = new Latents(z.Shape);
        prompted.Predict(z, timestep, prediction, cancellation);
        negative.Predict(z, timestep, _negative, cancellation);
        Guide(_negative.Values, prediction.Values, (float)scale);
    }

    /// <summary>ε_neg + s·(ε_prompt − ε_neg), in the place of ε_prompt.</summary>
    private static void Guide(ReadOnlySpan<float> negative, Span<float> prompted, float scale)
    {
        for (int i = 0; i < prompted.Length; i++)
            prompted[i] = negative[i] + scale * (prompted[i] - negative[i]);
    }
}
