using System.Numerics.Tensors;

namespace InvAdapter.Quantization;

/// <summary>Weights to int8: symmetric, with a scale for each output channel, rounded to nearest and ties to even.</summary>
internal static class WeightRounding
{
    private const float Steps = 127;

    /// <summary>A bias may take this many steps, so that the sums around it still fit into int32.</summary>
    private const double MostBiasSteps = 1 << 30;

    /// <summary>The scale of each channel: its largest weight is 127 steps.</summary>
    /// <param name="weights">Row by row, a row for each channel.</param>
    /// <param name="bias">The bias, which is counted in steps of input scale times weight scale; empty without one.</param>
    /// <param name="inputScale">The input's scale.</param>
    /// <param name="channels">Output channels.</param>
    public static float[] Scales(ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, float inputScale, int channels)
    {
        int width = weights.Length / channels;
        float[] scales = new float[channels];
        for (int i = 0; i < channels; i++)
        {
            float scale = TensorPrimitives.MaxMagnitude(weights.Slice(i * width, width)) is var largest && MathF.Abs(largest) > 0 ? MathF.Abs(largest) / Steps : 1;
            double least = bias.IsEmpty ? 0 : Math.Abs(bias[i]) / (inputScale * MostBiasSteps);
            scales[i] = Math.Max(float.IsNormal(scale) ? scale : 1, (float)least);
        }

        return scales;
    }

    /// <summary>Rounds weights to steps.</summary>
    public static sbyte[] Round(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales)
    {
        int width = weights.Length / scales.Length;
        sbyte[] steps = new sbyte[weights.Length];
        for (int i = 0; i < steps.Length; i++)
            steps[i] = (sbyte)Math.Clamp(MathF.Round(weights[i] / scales[i / width]), -Steps, Steps);
        return steps;
    }
}
