using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using InvAdapter.Weights;

namespace InvAdapter.Training.Recognition;

/// <summary>What a finished recogniser is like, on images that it was not trained on and that have passed the codec.</summary>
/// <param name="Folder">Its <c>recognizer</c> folder.</param>
/// <param name="Images">How many images.</param>
/// <param name="People">Of how many people.</param>
/// <param name="Verification">Whether two images are of one person.</param>
/// <param name="TopOne">Share of images whose person is found again among <paramref name="Gallery"/>, by one other image each.</param>
/// <param name="Gallery">Among how many people.</param>
/// <param name="FactAccuracy">Share of scenes that are told right, by fact, where they have such a thing.</param>
public sealed record RecognizerResult(
    string Folder, int Images, int People, Verification Verification, double TopOne, int Gallery, IReadOnlyDictionary<string, double> FactAccuracy)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Mean of <see cref="FactAccuracy"/> over the facts.</summary>
    public double MeanFactAccuracy => FactAccuracy.Values.Average();

    /// <summary>Writes the measures as a JSON file.</summary>
    /// <param name="path">The file; replaced when complete.</param>
    public void Save(string path)
    {
        var report = new JsonObject
        {
            ["images"] = Images,
            ["people"] = People,
            ["verification_accuracy"] = Verification.Accuracy,
            ["verification_threshold"] = Verification.Threshold,
            ["area_under_curve"] = Verification.AreaUnderCurve,
            ["equal_error_rate"] = Verification.EqualErrorRate,
            ["same_cosine"] = Verification.SameCosine,
            ["different_cosine"] = Verification.DifferentCosine,
            ["top_one"] = TopOne,
            ["top_one_among"] = Gallery,
            ["fact_accuracy"] = new JsonObject(FactAccuracy.Select(item => KeyValuePair.Create(item.Key, (JsonNode?)item.Value))),
            ["mean_fact_accuracy"] = MeanFactAccuracy,
        };
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(report.ToJsonString(s_indented) + "\n")));
    }
}
