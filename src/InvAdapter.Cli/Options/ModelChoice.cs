using InvAdapter.TinyFaces;

namespace InvAdapter.Cli;

/// <summary>Which model to load, how, and what suits it where the line does not say.</summary>
/// <param name="Folder">The model's folder.</param>
/// <param name="Options">How to load it.</param>
/// <param name="IsTinyFaces">Whether it is the model that comes with the tool.</param>
internal sealed record ModelChoice(string Folder, PipelineOptions Options, bool IsTinyFaces)
{
    /// <summary>What to draw with whatever else suits the model.</summary>
    public GenerationRequest Request(string prompt) => IsTinyFaces ? TinyFacesModel.Request(prompt) : new GenerationRequest(prompt);

    /// <summary>Steps there and back that suit the model.</summary>
    public int ReconstructionSteps => IsTinyFaces ? 20 : new ReconstructionOptions().Steps;
}
