// Enrolls one photo, draws four images of that person, and puts everything on one sheet.
//
//     dotnet run -c Release --project samples/QuickStart                                  a drawn person, with the model that comes along
//     dotnet run -c Release --project samples/QuickStart -- MODEL_FOLDER PHOTO [PROMPT]   a photo, with any Stable Diffusion folder

using InvAdapter;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.TinyFaces;

if (args.Length is not (0 or 2 or 3))
{
    Console.Error.WriteLine("usage: QuickStart [MODEL_FOLDER PHOTO [PROMPT]]");
    return 2;
}

// The folder is one in Hugging Face's layout, such as stable-diffusion-v1-5. Nothing is converted or exported.
await using var pipeline = args.Length == 0 ? await InvAdapterPipeline.LoadTinyFacesAsync() : await InvAdapterPipeline.LoadAsync(args[0]);
string photo = args.Length == 0 ? TinyFacesModel.Portraits[0] : args[1];
GenerationRequest request = args.Length == 0
    ? TinyFacesModel.Request("a portrait of a smiling person wearing a red cap, on a blue background")
    : new GenerationRequest(args.Length > 2 ? args[2] : "a person wearing a red hat, oil painting") { Strength = 0.8 };
ImageSize size = pipeline.DefaultSize;
PixelBuffer reference = ImageResampler.Cover(ImageFile.Read(photo), size.Width, size.Height);

// Made once; Save keeps it for later, and Identity.Load brings it back. Features of every fifth step are enough to try things out.
using Identity person = await pipeline.EnrollAsync(reference, new EnrollmentOptions { Steps = request.Steps, CaptureEvery = 5 });
person.Save("person.safetensors");

GenerationResult result = await pipeline.GenerateAsync(request with { Identity = person, Seeds = [1, 2, 3, 4] });

if (result.Prompt.IsTruncated)
    Console.WriteLine($"The prompt was too long; this was left out: {result.Prompt.CutText}");

PixelBuffer sheet = new ContactSheet(new ImageSize(256, 256))
    .AddRow("reference", [(reference, Path.GetFileName(photo))])
    .AddRow(request.Prompt, result.Images.Select(image => (image.Image, $"seed {image.Seed}")))
    .Render();
ImageFile.Write("sheet.png", sheet);
Console.WriteLine($"sheet.png and person.safetensors, {result.UNetCalls} UNet calls in {result.Elapsed.TotalSeconds:F1} s");
return 0;
