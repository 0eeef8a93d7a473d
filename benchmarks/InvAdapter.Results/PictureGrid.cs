using InvAdapter.Imaging;
using InvAdapter.Skia;

namespace InvAdapter.Results;

/// <summary>Some people of a row on one sheet: a line a person, the reference first.</summary>
internal static class PictureGrid
{
    public static void Write(string path, string title, Cast cast, IReadOnlyList<Sample> samples, int people)
    {
        PixelBuffer first = samples[0].Image;
        var sheet = new ContactSheet(new ImageSize(first.Width, first.Height));
        for (int person = 0; person < Math.Min(people, cast.People); person++)
        {
            IEnumerable<PixelBuffer> row = samples.Where(sample => sample.Person == person).GroupBy(sample => sample.Prompt).Select(group => group.First().Image);
            sheet.AddRow(person == 0 ? title : "", row.Prepend(cast.References[person].Image).Select(image => (image, "")));
        }

        ImageFile.Write(path, sheet.Render());
    }
}
