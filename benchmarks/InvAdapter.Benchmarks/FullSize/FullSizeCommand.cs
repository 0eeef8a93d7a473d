using System.CommandLine;
using InvAdapter.Weights;

namespace InvAdapter.Benchmarks.FullSize;

/// <summary><c>full-size</c>: writes a model of Stable Diffusion 1.5's size, and measures loading, calls and memory on it.</summary>
internal static class FullSizeCommand
{
    public static Command Create()
    {
        var folder = new FullSizeFolderOptions();
        var precision = new Option<ElementType>("--precision") { Description = "Type of the stored weights: float16 or float32.", DefaultValueFactory = _ => ElementType.Float16 };
        var latent = new Option<int>("--latent") { Description = "Side of the latents: an eighth of the image's.", DefaultValueFactory = _ => 64 }.Between(8, 256);
        var rounds = new Option<int>("--rounds") { Description = "Calls of each kind in turn; their medians count.", DefaultValueFactory = _ => 3 }.Between(1, 100);
        var seed = new Option<int>("--seed") { Description = "Seed of weights and latents." };
        precision.AcceptOnlyFromAmong("float16", "float32");

        var command = new Command("full-size", "Write a model of Stable Diffusion 1.5's size with random weights (2 GB), and measure loading, UNet calls, memory and an identity's file.")
        {
            precision, latent, rounds, seed,
        };
        command.AddAll(folder.All);
        command.SetAction((parsed, cancellation) =>
        {
            ElementType type = parsed.GetValue(precision);
            using FullSizeFolder? model = folder.Open(parsed, type);
            if (model is null)
                return Task.FromResult(1);
            new FullSizeRun(model.Path, type, parsed.GetValue(latent), parsed.GetValue(rounds), parsed.GetValue(seed)).Run(write: model.IsNew, cancellation);
            return Task.FromResult(0);
        });
        return command;
    }
}
