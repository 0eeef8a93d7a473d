using System.Collections.Immutable;

namespace InvAdapter.TinyFaces;

/// <summary>The model of drawn faces that comes with this package, and the adapter that was trained on it.</summary>
/// <remarks>
/// A complete Stable Diffusion folder in miniature: 64×64 images, a vocabulary of some hundred words. How it was trained, and how well it does, is in
/// <c>docs/tiny-faces.md</c> and <c>docs/results.md</c>.
/// </remarks>
public static class TinyFacesModel
{
    /// <summary>What the model is called where a folder is asked for.</summary>
    public const string Name = "tiny-faces";

    /// <summary>The model's folder, beside the application.</summary>
    /// <exception cref="DirectoryNotFoundException">The application was moved without it.</exception>
    public static string Folder => Locate();

    /// <summary>The trained adapter's file.</summary>
    /// <exception cref="DirectoryNotFoundException">The application was moved without it.</exception>
    public static string AdapterPath => Path.Combine(Folder, "adapter.safetensors");

    /// <summary>Pictures of people that the model has not been trained on, to enroll: PNG files.</summary>
    /// <exception cref="DirectoryNotFoundException">The application was moved without them.</exception>
    public static ImmutableArray<string> Portraits => [.. Directory.GetFiles(Path.Combine(Folder, "portraits"), "*.png").Order(StringComparer.Ordinal)];

    /// <summary>How to load it: with its adapter, on the CPU.</summary>
    public static PipelineOptions Options => new() { AdapterPath = AdapterPath };

    /// <summary>What works best with this model: 10 steps of DPM-Solver++ (2M), which draw as well as 20 of DDIM, and guidance 3.</summary>
    /// <param name="prompt">What to draw, in its words; see <c>docs/face-world.md</c>.</param>
    public static GenerationRequest Request(string prompt) => new(prompt) { Steps = 10, GuidanceScale = 3 };

    private static string Locate()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, Name);
        return Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"{folder}: the model of InvAdapter.TinyFaces is copied there when an application is built; copy it along with the application.");
    }
}
