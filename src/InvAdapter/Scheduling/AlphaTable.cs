namespace InvAdapter.Scheduling;

/// <summary>The cumulative alphas ᾱ_t of a configuration, in the precision PyTorch computes them in.</summary>
internal static class AlphaTable
{
    /// <summary>ᾱ_t for every training timestep. Betas and alphas are float; the running product is kept in double, as torch.cumprod does.</summary>
    /// <exception cref="InvalidOperationException">The betas do not give alphas between 0 and 1.</exception>
    public static float[] Compute(SchedulerConfiguration configuration)
    {
        float[] betas = Betas(configuration);
        float[] alphas = CumulativeProduct(betas);
        if (configuration.RescaleBetasZeroSnr)
            alphas = RescaledToZeroSnr(alphas);

        for (int t = 0; t < alphas.Length; t++)
        {
            if (!(alphas[t] is >= 0 and <= 1))
                throw new InvalidOperationException($"The betas give a cumulative alpha of {alphas[t]} at timestep {t}; it has to be 0 to 1.");
        }

        return alphas;
    }

    private static float[] Betas(SchedulerConfiguration configuration)
    {
        int count = configuration.TrainTimesteps;
        if (!configuration.TrainedBetas.IsEmpty)
        {
            return configuration.TrainedBetas.Length == count
                ? [.. configuration.TrainedBetas]
                : throw new InvalidOperationException($"There are {configuration.TrainedBetas.Length} trained betas for {count} training timesteps.");
        }

        return configuration.BetaSchedule switch
        {
            BetaSchedule.Linear => Line((float)configuration.BetaStart, (float)configuration.BetaEnd, count),
            BetaSchedule.ScaledLinear => Squared(Line((float)Math.Sqrt(configuration.BetaStart), (float)Math.Sqrt(configuration.BetaEnd), count)),
            _ => Cosine(count),
        };
    }

    /// <summary>
    /// torch.linspace in float, to the last bit: it counts up from the start in the first half and down from the end in the second,
    /// and does so for the first of every eight values only; the others add steps to that.
    /// </summary>
    private static float[] Line(float start, float end, int count)
    {
        const int lanes = 8;
        if (count == 1)
            return [start];

        float[] line = new float[count];
        float step = (end - start) / (count - 1);
        int whole = count / lanes * lanes;
        for (int i = 0; i < count; i++)
        {
            int first = i < whole ? i / lanes * lanes : i;
            float origin = first < count / 2
                ? MathF.FusedMultiplyAdd(step, first, start)
                : MathF.FusedMultiplyAdd(-step, count - first - 1, end);
            line[i] = origin + step * (i - first);
        }

        return line;
    }

    private static float[] Squared(float[] values) => Array.ConvertAll(values, value => value * value);

    private static float[] Cosine(int count)
    {
        float[] betas = new float[count];
        for (int i = 0; i < count; i++)
            betas[i] = (float)Math.Min(1 - AlphaBar((i + 1) / (double)count) / AlphaBar(i / (double)count), 0.999);
        return betas;

        static double AlphaBar(double time) => Math.Pow(Math.Cos((time + 0.008) / 1.008 * Math.PI / 2), 2);
    }

    private static float[] CumulativeProduct(float[] betas)
    {
        float[] alphas = new float[betas.Length];
        double product = 1;
        for (int t = 0; t < betas.Length; t++)
        {
            product *= 1f - betas[t];
            alphas[t] = (float)product;
        }

        return alphas;
    }

    /// <summary>
    /// Lin et al. 2023, algorithm 1: shifts √ᾱ so that its last value is 0 and scales it so that the first stays.
    /// The detour over betas and a second running product is what diffusers does; leaving it out moves ᾱ by some float roundings.
    /// </summary>
    private static float[] RescaledToZeroSnr(float[] alphas)
    {
        float first = MathF.Sqrt(alphas[0]);
        float last = MathF.Sqrt(alphas[^1]);
        float[] rescaled = Array.ConvertAll(alphas, alpha => (MathF.Sqrt(alpha) - last) * (first / (first - last)));
        rescaled = Squared(rescaled);

        float[] betas = new float[rescaled.Length];
        betas[0] = 1f - rescaled[0];
        for (int t = 1; t < rescaled.Length; t++)
            betas[t] = 1f - rescaled[t] / rescaled[t - 1];
        return CumulativeProduct(betas);
    }
}
