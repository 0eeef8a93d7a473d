// The main job from end to end on the toy model that the tests use: invert a portrait, see what inversion keeps of it,
// make an identity, and draw with it and without it. Everything goes onto one sheet.
//
//     dotnet run -c Release --project samples/Demo [OUTPUT_FOLDER]

using InvAdapter;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Skia;
using InvAdapter.TestModels;

const int inversionSteps = 50;
const int steps = 10;
const string prompt = "a person in a red hat";
string output = Directory.CreateDirectory(args.Length > 0 ? args[0] : "out").FullName;
DirectoryInfo model = Directory.CreateTempSubdirectory("invadapter-demo-");
try
{
    TinyModel.CopyTo(model.FullName);
    await using var pipeline = await InvAdapterPipeline.LoadAsync(model.FullName);
    ImageSize size = pipeline.DefaultSize;
    PixelBuffer portrait = ImageResampler.Cover(ImageFile.Read(Path.Combine(AppContext.BaseDirectory, "portrait.png")), size.Width, size.Height);

    var kept = new List<(PixelBuffer Image, string Caption)> { (portrait, "reference") };
    foreach (int iterations in (int[])[1, 3, 5, 10])
    {
        var options = new ReconstructionOptions { Steps = inversionSteps, Inverter = new FixedPointInverter(iterations) };
        ReconstructionResult drawn = await pipeline.ReconstructAsync(portrait, options);
        if (iterations == 1)
            kept.Add((drawn.RoundTrip, "autoencoder"));
        kept.Add((drawn.Image, $"{iterations} iterations, {drawn.LatentError:F3}"));
        Console.WriteLine($"inverted with {iterations,2} iterations a step: latent error {drawn.LatentError:F4}, {drawn.UNetCalls} UNet calls");
    }

    using Identity person = await pipeline.EnrollAsync(portrait, new EnrollmentOptions { Steps = steps });
    string identityFile = Path.Combine(output, "demo.identity.safetensors");
    person.Save(identityFile);

    var request = new GenerationRequest(prompt) { Seeds = [1, 2, 3, 4, 5, 6], Steps = steps };
    GenerationResult plain = await pipeline.GenerateAsync(request);
    GenerationResult adapted = await pipeline.GenerateAsync(request with { Identity = person });

    PixelBuffer sheet = new ContactSheet(size)
        .AddRow("What inversion keeps", kept)
        .AddRow($"{prompt}, without the identity", plain.Images.Select(image => (image.Image, $"seed {image.Seed}")))
        .AddRow($"{prompt}, with the identity", adapted.Images.Select(image => (image.Image, $"seed {image.Seed}")))
        .Render();
    string sheetFile = Path.Combine(output, "demo.png");
    ImageFile.Write(sheetFile, sheet);
    Console.WriteLine($"{sheetFile}\n{identityFile}");
    Console.WriteLine("The toy model's weights are random, so its pictures are patterns. A Stable Diffusion folder draws people: see samples/QuickStart.");
}
finally
{
    model.Delete(recursive: true);
}
