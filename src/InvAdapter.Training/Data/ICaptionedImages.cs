namespace InvAdapter.Training.Data;

/// <summary>Images with a caption each, and who or what they show.</summary>
public interface ICaptionedImages : IImageSource
{
    /// <summary>An image's caption.</summary>
    /// <param name="index">0 to below <see cref="IImageSource.Count"/>.</param>
    string Caption(int index);

    /// <summary>Whom an image shows: images of one number show one person, and can be each other's references.</summary>
    /// <param name="index">0 to below <see cref="IImageSource.Count"/>.</param>
    long Subject(int index);
}
