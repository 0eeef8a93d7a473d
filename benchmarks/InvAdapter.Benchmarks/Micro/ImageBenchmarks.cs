using BenchmarkDotNet.Attributes;
using InvAdapter.Imaging;
using InvAdapter.Skia;

namespace InvAdapter.Benchmarks.Micro;

/// <summary>What happens to pictures around the networks, at 512×512.</summary>
[MemoryDiagnoser]
public class ImageBenchmarks
{
    private const int Side = 512;
    private const string Name = "benchmark";

    private readonly PixelBuffer _picture = BenchmarkModel.Picture(Side, Side);
    private readonly PixelBuffer _photo = BenchmarkModel.Picture(1920, 1440);
    private readonly float[] _planar = new float[3 * Side * Side];
    private byte[] _png = [];
    private byte[] _jpeg = [];

    [GlobalSetup]
    public void Setup()
    {
        _picture.ToPlanar(_planar);
        _png = Encode(ImageFormat.Png);
        _jpeg = Encode(ImageFormat.Jpeg);
    }

    [Benchmark(Baseline = true)]
    public void ToPlanar() => _picture.ToPlanar(_planar);

    [Benchmark]
    public PixelBuffer FromPlanar() => PixelBuffer.FromPlanar(_planar, Side, Side);

    [Benchmark]
    public PixelBuffer CoverFromPhoto() => ImageResampler.Cover(_photo, Side, Side);

    [Benchmark]
    public byte[] EncodePng() => Encode(ImageFormat.Png);

    [Benchmark]
    public PixelBuffer DecodePng() => Decode(_png);

    [Benchmark]
    public byte[] EncodeJpeg() => Encode(ImageFormat.Jpeg);

    [Benchmark]
    public PixelBuffer DecodeJpeg() => Decode(_jpeg);

    private byte[] Encode(ImageFormat format)
    {
        using var stream = new MemoryStream();
        ImageFile.Write(stream, _picture, format);
        return stream.ToArray();
    }

    private static PixelBuffer Decode(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return ImageFile.Read(stream, Name);
    }
}
