using System.Text.Json;
using InvAdapter.Imaging;
using InvAdapter.Skia;
using InvAdapter.Training.Data;

namespace InvAdapter.Training.Cli;

/// <summary>A folder of photos with a file of captions: a line of JSON a photo, with <c>file_name</c> and <c>text</c>, as Hugging Face's image folders have it, and <c>subject</c> where several photos show one person.</summary>
internal sealed class CaptionedPhotos : ICaptionedImages
{
    private readonly Photo[] _photos;
    private readonly string _folder;

    private CaptionedPhotos(string folder, Photo[] photos, int size)
    {
        (_folder, _photos, Width, Height) = (folder, photos, size, size);
        Dictionary<string, int> subjects = [];
        foreach (Photo photo in photos)
            subjects.TryAdd(photo.Subject, subjects.Count);
        Subjects = [.. photos.Select(photo => (long)subjects[photo.Subject])];
    }

    public int Count => _photos.Length;

    public int Width { get; }

    public int Height { get; }

    public string Description => $"photos of {Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder))}";

    private long[] Subjects { get; }

    /// <summary>Reads the captions, and finds all photos.</summary>
    /// <param name="folder">The photos' folder.</param>
    /// <param name="captions">The captions' file.</param>
    /// <param name="size">Pixels across and down that photos are scaled and cropped to.</param>
    public static CaptionedPhotos Open(string folder, string captions, int size)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder {folder}.");
        Photo[] photos = [.. File.ReadLines(captions).Select((line, i) => (Line: line, Number: i + 1)).Where(item => item.Line.Length > 0).Select(item => Parse(captions, item.Line, item.Number))];
        if (photos.Length == 0)
            throw new InvalidFileException(captions, "the content", "a line of JSON for each photo", "empty");
        if (photos.FirstOrDefault(photo => !File.Exists(Path.Combine(folder, photo.File))) is { } missing)
            throw new FileNotFoundException($"{captions} names {missing.File}, which is not in {folder}.", missing.File);
        return new CaptionedPhotos(folder, photos, size);
    }

    public void Read(int index, Span<float> values) =>
        ImageResampler.Cover(ImageFile.Read(Path.Combine(_folder, _photos[index].File)), Width, Height).ToPlanar(values);

    public string Caption(int index) => _photos[index].Text;

    public long Subject(int index) => Subjects[index];

    private static Photo Parse(string path, string line, int number)
    {
        const string expected = "an object with file_name and text";
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string? file = Text(document.RootElement, "file_name");
            return file is not null && Text(document.RootElement, "text") is { } text
                ? new Photo(file, text, Text(document.RootElement, "subject") ?? file)
                : throw new InvalidFileException(path, $"line {number}", expected, line.Length <= 80 ? line : line[..80]);
        }
        catch (JsonException error)
        {
            throw new InvalidFileException(path, $"line {number}", expected, error.Message);
        }
    }

    private static string? Text(JsonElement item, string key) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Photo(string File, string Text, string Subject);
}
