using InvAdapter.Tests.Golden;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

public class AutoencoderKLTests : TorchTest
{
    [Theory]
    [MemberData(nameof(GoldenFolders.PipelineRows), MemberType = typeof(GoldenFolders))]
    public void Encodes_and_decodes_as_diffusers_does(string folder)
    {
        GoldenPipeline golden = GoldenPipeline.Open(folder);
        AutoencoderKL codec = GoldenModules.Open(folder).Autoencoder;
        using IDisposable frozen = no_grad();
        (Tensor mean, Tensor logVariance) = codec.Encode(Golden(golden, "vae.image"));

        AssertClose(Golden(golden, "vae.mean"), mean, Close.Call, "mean");
        AssertClose(Golden(golden, "vae.logvar"), logVariance, Close.Call, "log-variance");
        AssertClose(Golden(golden, "vae.decoded"), codec.Decode(Golden(golden, "vae.mean")), Close.Call, "decoded");
        AssertClose(codec.Decode(mean), codec.forward(Golden(golden, "vae.image")), 0, "both ways");
    }

    [Fact]
    public void Three_levels_give_what_diffusers_gives()
    {
        string folder = Path.Combine(GoldenFolders.InRepository, "variants", "vae-three-levels");
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using AutoencoderKL codec = AutoencoderKL.Load(folder);
        using IDisposable frozen = no_grad();
        (Tensor mean, Tensor logVariance) = codec.Encode(From(golden, "image"));

        AssertClose(From(golden, "mean"), mean, Close.Call, "mean");
        AssertClose(From(golden, "logvar"), logVariance, Close.Call, "log-variance");

        // The golden picture was decoded from the mean.
        AssertClose(From(golden, "decoded"), codec.Decode(From(golden, "mean")), Close.Call, "decoded");
    }

    private static Tensor From(SafetensorsFile golden, string name) => tensor(golden.ReadSingle(name), [.. golden.Tensors[name].Shape]);
}
