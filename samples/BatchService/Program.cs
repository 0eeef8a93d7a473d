// One pipeline, shared by several requests at once, as in a server: progress for each, and one of them is cancelled on the way.
//
//     dotnet run --project samples/BatchService -- MODEL_FOLDER PHOTO

using InvAdapter;
using InvAdapter.Features;
using InvAdapter.Imaging;
using InvAdapter.Skia;

if (args is not [var folder, var photo, ..])
{
    Console.Error.WriteLine("usage: BatchService MODEL_FOLDER PHOTO");
    return 2;
}

// The pipeline is safe to share; requests hold nothing that others see. Weights are in memory once.
await using var pipeline = await InvAdapterPipeline.LoadAsync(folder);
ImageSize size = pipeline.DefaultSize;
PixelBuffer reference = ImageResampler.Cover(ImageFile.Read(photo), size.Width, size.Height);
using Identity person = await pipeline.EnrollAsync(reference, new EnrollmentOptions { CaptureEvery = 5 });

string[] prompts = ["reading a newspaper", "as an astronaut", "in a pencil drawing", "on a mountain top", "as a marble statue", "playing chess"];
const int Cancelled = 2;
using var impatient = new CancellationTokenSource();

// More requests at once than cores don't make a CPU faster, but each of them takes memory of its own.
using var places = new SemaphoreSlim(2);
await Task.WhenAll(prompts.Select(Serve));
return 0;

async Task Serve(string prompt, int index)
{
    await places.WaitAsync();
    try
    {
        GenerationResult result = await pipeline.GenerateAsync(
            new GenerationRequest($"a person {prompt}") { Identity = person, Seeds = [index] },
            new Report(progress => Follow(index, progress)),
            index == Cancelled ? impatient.Token : CancellationToken.None);
        ImageFile.Write($"request-{index}.png", result.Images[0].Image);
        Console.WriteLine($"request {index}: done in {result.Elapsed.TotalSeconds:F1} s");
    }
    catch (OperationCanceledException)
    {
        Console.WriteLine($"request {index}: cancelled");
    }
    finally
    {
        places.Release();
    }
}

void Follow(int index, PipelineProgress progress)
{
    if (progress.Stage != PipelineStage.Generating)
        return;
    if (progress.Step * 4 % progress.Steps == 0)
        Console.WriteLine($"request {index}: {100 * progress.Step / progress.Steps}%");
    if (index == Cancelled && progress.Step * 2 >= progress.Steps)
        impatient.Cancel();
}

// Progress<T> would deliver later and in any order; this one tells at once, on the thread that draws.
internal sealed class Report(Action<PipelineProgress> follow) : IProgress<PipelineProgress>
{
    void IProgress<PipelineProgress>.Report(PipelineProgress value) => follow(value);
}
