// The main job from end to end on the model of drawn faces that comes with the library: enroll people from one portrait each, draw them
// from prompts, and put everything onto one sheet, with what the same prompts and seeds give without a person.
//
//     dotnet run -c Release --project samples/Demo [OUTPUT_FOLDER]

using InvAdapter;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.TinyFaces;

int[] people = [0, 3, 6];
const int cell = 192;
(string Prompt, string Caption)[] prompts =
[
    ("a portrait of a smiling person wearing a red cap, on a blue background", "red cap, blue background"),
    ("a photo of a laughing person in a yellow t-shirt, at the beach", "laughing, at the beach"),
    ("a picture of a person in a black suit, in the city at night", "suit, city at night"),
];
string output = Directory.CreateDirectory(args.Length > 0 ? args[0] : "out").FullName;

await using var pipeline = await InvAdapterPipeline.LoadTinyFacesAsync();
ImageSize size = pipeline.DefaultSize;
var sheet = new ContactSheet(new ImageSize(cell, cell));
foreach ((int number, int index) in people.Index())
{
    PixelBuffer portrait = ImageResampler.Cover(ImageFile.Read(TinyFacesModel.Portraits[index]), size.Width, size.Height);
    using Identity person = await pipeline.EnrollAsync(portrait);
    string identityFile = Path.Combine(output, $"person-{number + 1}.identity.safetensors");
    person.Save(identityFile);
    sheet.AddRow($"Person {number + 1}", [(portrait, "reference"), .. await DrawAsync(person, seed: number + 1)]);
    Console.WriteLine(identityFile);
}

sheet.AddRow("Nobody in particular: the first person's prompts and seed without an identity", [(Blank(), "no reference"), .. await DrawAsync(null, seed: 1)]);
string sheetFile = Path.Combine(output, "demo.png");
ImageFile.Write(sheetFile, sheet.Render());
Console.WriteLine(sheetFile);

async Task<List<(PixelBuffer Image, string Caption)>> DrawAsync(Identity? person, long seed)
{
    var drawn = new List<(PixelBuffer, string)>();
    foreach ((string prompt, string caption) in prompts)
    {
        GenerationResult result = await pipeline.GenerateAsync(TinyFacesModel.Request(prompt) with { Identity = person, Seeds = [seed] });
        drawn.Add((result.Images[0].Image, caption));
    }

    return drawn;
}

PixelBuffer Blank() => PixelBuffer.FromRgb(Enumerable.Repeat((byte)0xE8, 3 * size.PixelCount).ToArray(), size.Width, size.Height);
