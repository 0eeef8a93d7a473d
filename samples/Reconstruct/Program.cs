// Shows what inversion keeps of an image: the error falls as fixed-point iterations rise, at the price of UNet calls.
//
//     dotnet run --project samples/Reconstruct -- MODEL_FOLDER PHOTO [STEPS]

using System.Globalization;
using InvAdapter;
using InvAdapter.Imaging;
using InvAdapter.Inversion;
using InvAdapter.Skia;

if (args is not [var folder, var photo, ..])
{
    Console.Error.WriteLine("usage: Reconstruct MODEL_FOLDER PHOTO [STEPS]");
    return 2;
}

int steps = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 10;
await using var pipeline = await InvAdapterPipeline.LoadAsync(folder);
ImageSize size = pipeline.DefaultSize;
PixelBuffer image = ImageResampler.Cover(ImageFile.Read(photo), size.Width, size.Height);

// Plain DDIM inversion takes the noise at z_{t-1} for that at z_t; iterating to a fixed point solves for it (docs/method.md).
IInverter[] inverters = [new DdimInverter(), new FixedPointInverter(2, tolerance: 0), new FixedPointInverter(5, tolerance: 0), new FixedPointInverter(10, tolerance: 0)];
var pictures = new List<(PixelBuffer Image, string Caption)> { (image, "image") };

Console.WriteLine($"{"inverter",-30} {"UNet calls",10} {"latent error",13} {"PSNR, dB",9} {"seconds",8}");
foreach (IInverter inverter in inverters)
{
    ReconstructionResult result = await pipeline.ReconstructAsync(image, new ReconstructionOptions { Steps = steps, Inverter = inverter });
    Console.WriteLine($"{inverter,-30} {result.UNetCalls,10} {result.LatentError,13:F4} {result.Psnr,9:F2} {result.Elapsed.TotalSeconds,8:F2}");
    if (pictures.Count == 1)
        pictures.Add((result.RoundTrip, "autoencoder only"));
    pictures.Add((result.Image, $"{inverter}"));
}

ImageFile.Write("reconstructions.png", new ContactSheet(new ImageSize(256, 256)).AddRow($"{steps} steps there and back", pictures).Render());
Console.WriteLine("reconstructions.png");
return 0;
