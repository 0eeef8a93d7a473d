namespace InvAdapter.Results;

/// <summary>All results of a row, and what they took.</summary>
/// <param name="Samples">The results.</param>
/// <param name="TrainedWeights">Weights that were trained for it.</param>
/// <param name="ExtraWeights">Weights that it needs beside the base model when it runs.</param>
/// <param name="EnrollCalls">UNet calls of an enrolment.</param>
/// <param name="EnrollMilliseconds">Time of an enrolment.</param>
/// <param name="ImageMilliseconds">Time of an image.</param>
internal sealed record RowSamples(
    IReadOnlyList<Sample> Samples, long TrainedWeights, long ExtraWeights, double EnrollCalls, double EnrollMilliseconds, double ImageMilliseconds);
