using System.Text.Json;
using InvAdapter.Configuration;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Checkpoints;
using Xunit;

namespace InvAdapter.Training.Tests.Checkpoints;

/// <summary>Needs no libtorch: these are texts.</summary>
public class ConfigurationWriterTests
{
    public static IEnumerable<TheoryDataRow<string>> UNets => Files("unet").Concat(Directory.GetDirectories(Modules.UNetVariantTests.Folder, "unet-*")).Select(Row);

    public static IEnumerable<TheoryDataRow<string>> Autoencoders => Files("vae").Append(Path.Combine(Modules.UNetVariantTests.Folder, "vae-three-levels")).Select(Row);

    public static IEnumerable<TheoryDataRow<string>> TextEncoders => Files("text_encoder").Select(Row);

    [Theory]
    [MemberData(nameof(UNets))]
    public void UNet_is_read_back_as_it_was(string path)
    {
        UNetConfiguration before = UNetConfiguration.Load(path);
        AssertSame(before, ConfigurationWriter.Write(before).ToJsonString(), UNetConfiguration.Load);
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void Autoencoder_is_read_back_as_it_was(string path)
    {
        AutoencoderConfiguration before = AutoencoderConfiguration.Load(path);
        AssertSame(before, ConfigurationWriter.Write(before).ToJsonString(), AutoencoderConfiguration.Load);
    }

    [Theory]
    [MemberData(nameof(TextEncoders))]
    public void Text_encoder_is_read_back_as_it_was(string path)
    {
        TextEncoderConfiguration before = TextEncoderConfiguration.Load(path);
        AssertSame(before, ConfigurationWriter.Write(before).ToJsonString(), TextEncoderConfiguration.Load);
    }

    private static IEnumerable<string> Files(string part) => GoldenFolders.Pipelines.Select(folder => Path.Combine(folder, part));

    private static TheoryDataRow<string> Row(string folder) => new(Path.Combine(folder, "config.json"));

    /// <summary>Every property, through JSON: lists in records are compared by reference.</summary>
    private static void AssertSame<T>(T before, string json, Func<string, T> load)
    {
        using var folder = new TemporaryFolder();
        T after = load(folder.Write("config.json", json));
        Assert.Equal(JsonSerializer.Serialize(before), JsonSerializer.Serialize(after));
    }
}
