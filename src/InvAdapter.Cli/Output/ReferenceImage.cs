using InvAdapter.Imaging;

namespace InvAdapter.Cli;

/// <summary>A photo from the command line, at the size that the model takes.</summary>
internal static class ReferenceImage
{
    /// <summary>Scales and crops a photo to the size that was asked for, or else the model's own.</summary>
    /// <exception cref="UsageException">The model can't take that size.</exception>
    public static PixelBuffer For(IInvAdapterPipeline pipeline, PixelBuffer photo, ImageSize? asked)
    {
        ImageSize size = asked ?? pipeline.DefaultSize;
        SizeText.Require(size, pipeline);
        return ImageResampler.Cover(photo, size.Width, size.Height);
    }
}
