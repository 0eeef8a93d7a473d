// Enrolls one photo, draws four images of that person, and puts everything on one sheet.
//
//     dotnet run --project samples/QuickStart -- MODEL_FOLDER PHOTO [PROMPT]

using InvAdapter;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;

if (args is not [var folder, var photo, ..])
{
    Console.Error.WriteLine("usage: QuickStart MODEL_FOLDER PHOTO [PROMPT]");
    return 2;
}

string prompt = args.Length > 2 ? args[2] : "a person wearing a red hat, oil painting";

// The folder is one in Hugging Face's layout, such as stable-diffusion-v1-5. Nothing is converted or exported.
await using var pipeline = await InvAdapterPipeline.LoadAsync(folder);
ImageSize size = pipeline.DefaultSize;
PixelBuffer reference = ImageResampler.Cover(ImageFile.Read(photo), size.Width, size.Height);

// Made once; Save keeps it for later, and Identity.Load brings it back. Features of every fifth step are enough to try things out.
using Identity person = await pipeline.EnrollAsync(reference, new EnrollmentOptions { Steps = 20, CaptureEvery = 5 });
person.Save("person.safetensors");

GenerationResult result = await pipeline.GenerateAsync(new GenerationRequest(prompt)
{
    Identity = person,
    Strength = 0.8,
    Seeds = [1, 2, 3, 4],
    Steps = 20,
});

if (result.Prompt.IsTruncated)
    Console.WriteLine($"The prompt was too long; this was left out: {result.Prompt.CutText}");

PixelBuffer sheet = new ContactSheet(new ImageSize(256, 256))
    .AddRow("reference", [(reference, photo)])
    .AddRow(prompt, result.Images.Select(image => (image.Image, $"seed {image.Seed}")))
    .Render();
ImageFile.Write("sheet.png", sheet);
Console.WriteLine($"sheet.png and person.safetensors, {result.UNetCalls} UNet calls in {result.Elapsed.TotalSeconds:F1} s");
return 0;
