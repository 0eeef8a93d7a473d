using System.CommandLine;
using InvAdapter.Configuration;
using InvAdapter.Features;

namespace InvAdapter.Cli;

/// <summary>Options that more than one command has for features.</summary>
internal static class FeatureOptions
{
    public static Option<FeatureSource?> Source() => OptionOf.Choice(
        "--source",
        "In which UNet calls features are captured. Default: those that the adapter was trained on, or else inversion-pass.",
        ("inversion-pass", FeatureSource.InversionPass),
        ("replay", FeatureSource.Replay),
        ("trajectory", FeatureSource.Trajectory),
        ("clean", FeatureSource.Clean),
        ("noised", FeatureSource.Noised));

    public static Option<int?> CleanTimestep() => OptionOf.Whole(
        "--clean-timestep", "The timestep that the network is told when features are captured of the clean image; it goes with the source clean. Default: what the adapter was trained on, or else 0.");

    public static Option<TokenBudget?> Tokens() => OptionOf.Text(
        "--tokens",
        $"How many identity tokens an attention site may have: more are averaged, for faster generation and a smaller file. Default: {EnrollmentOptions.DefaultTokenBudget}.",
        "N|all",
        TokenBudget.Parse);

    public static Option<SiteFilter?> Sites(string description) => OptionOf.Text("--sites", description, "SITES", SitesText.Parse);
}
