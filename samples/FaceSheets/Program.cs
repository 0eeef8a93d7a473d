using System.Diagnostics;
using System.Globalization;
using FaceSheets;
using InvAdapter.FaceWorld;
using InvAdapter.Skia;

// Draws sheets of the drawn-face world to look at: FaceSheets FOLDER [SIDE], or the portraits that InvAdapter.TinyFaces brings:
// FaceSheets --portraits FOLDER; or measures the world's speed: FaceSheets --speed [SIDE].
if (args.Length == 0)
{
    Console.WriteLine("FaceSheets FOLDER [SIDE]\nFaceSheets --portraits FOLDER\nFaceSheets --speed [SIDE]");
    return 1;
}

if (args is ["--portraits", var folder])
{
    foreach (string path in Portraits.Write(folder))
        Console.WriteLine(path);
    return 0;
}

int side = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 128;
if (args[0] == "--speed")
{
    using var painter = new FacePainter(side);
    for (int i = 0; i < 200; i++)
        painter.Paint(FaceIdentity.FromSeed(i), FaceScene.FromSeed(i));
    const int Count = 1500;
    TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
    for (int i = 0; i < Count; i++)
        painter.Paint(FaceIdentity.FromSeed(i), FaceScene.FromSeed(i));
    TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
    Console.WriteLine($"{Count / taken.TotalSeconds:F0} pictures of {side}×{side} a second of one core");
    return 0;
}

using var sheets = new Sheets(side);
string[] wanted = args[2..];
foreach ((string name, Func<IReadOnlyList<InvAdapter.Imaging.PixelBuffer>> draw, int columns) in sheets.All)
{
    if (wanted.Length > 0 && !wanted.Contains(name))
        continue;
    string path = Path.Combine(args[0], $"{name}-{side}.png");
    ImageFile.Write(path, Mosaic.Of(draw(), columns));
    Console.WriteLine(path);
}

return 0;
