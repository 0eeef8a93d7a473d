using System.Globalization;
using InvAdapter.Configuration;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Modules;
using InvAdapter.Weights;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Modules;

/// <summary>Networks that use what the published configurations rarely do (see tests/golden/variants/README.md).</summary>
public class UNetVariantTests : TorchTest
{
    internal static string Folder { get; } = Path.Combine(GoldenFolders.InRepository, "variants");

    public static IEnumerable<TheoryDataRow<string>> Names => Directory.GetDirectories(Folder, "unet-*").Select(path => new TheoryDataRow<string>(Path.GetFileName(path)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Predicts_and_is_tapped_as_in_diffusers(string name)
    {
        string folder = Path.Combine(Folder, name);
        using SafetensorsFile golden = SafetensorsFile.Open(Path.Combine(folder, "golden.safetensors"));
        using UNet2DConditionModel unet = UNet2DConditionModel.Load(folder);
        using IDisposable frozen = no_grad();
        Tensor timestep = tensor(new[] { float.Parse(golden.Metadata["timestep"], CultureInfo.InvariantCulture) });
        string[] sizes = [.. golden.Tensors.Keys.Where(key => key.EndsWith(".sample", StringComparison.Ordinal)).Select(key => key.Split('.')[0])];

        Assert.Equal(2, sizes.Length);
        foreach (string size in sizes)
        {
            using var tap = new FeatureTap(unet.Sites);
            Tensor prediction = unet.Predict(From(golden, $"{size}.sample"), timestep, From(golden, "text"), tap);
            AssertClose(From(golden, $"{size}.eps"), prediction, Close.Call, size);
            foreach (AttentionSite site in unet.Sites)
                AssertClose(From(golden, $"{size}.feature.{site.Name}"), tap.Features[site.Name], Close.Call, $"{size} {site}");
        }
    }

    private static Tensor From(SafetensorsFile golden, string name) => tensor(golden.ReadSingle(name), [.. golden.Tensors[name].Shape]);
}
