using InvAdapter.Training.Recognition;

namespace InvAdapter.Results;

/// <summary>What a row is worth. Intervals are of 95%, over people.</summary>
/// <param name="Name">The row.</param>
/// <param name="FaceSimilarity">FACE-SIM: cosine of reference and result.</param>
/// <param name="ByPrompt">FACE-SIM of each prompt's results, in the prompts' order.</param>
/// <param name="TopOne">Share of results whose nearest reference among all is their own.</param>
/// <param name="Loyalty">Share of prompted facts that the classifiers see.</param>
/// <param name="Copying">Share of facts prompted otherwise in which a result is like its reference.</param>
/// <param name="Frechet">Fréchet distance to true drawings.</param>
/// <param name="TrainedWeights">Weights that were trained for it.</param>
/// <param name="ExtraWeights">Weights that it needs beside the base model when it runs.</param>
/// <param name="EnrollCalls">UNet calls of an enrolment.</param>
/// <param name="EnrollMilliseconds">Time of an enrolment.</param>
/// <param name="ImageMilliseconds">Time of an image.</param>
internal sealed record RowScore(
    string Name,
    MeanEstimate FaceSimilarity,
    IReadOnlyList<double> ByPrompt,
    MeanEstimate TopOne,
    MeanEstimate Loyalty,
    MeanEstimate Copying,
    double Frechet,
    long TrainedWeights,
    long ExtraWeights,
    double EnrollCalls,
    double EnrollMilliseconds,
    double ImageMilliseconds);
