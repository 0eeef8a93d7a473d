using InvAdapter.Features;
using InvAdapter.Runtime;
using InvAdapter.Tests.Weights;
using InvAdapter.Weights;
using Xunit;

namespace InvAdapter.Tests.Features;

public sealed class IdentityFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Identity _identity = SmallIdentity.Make();

    private string File => _folder.At("person.safetensors");

    public void Dispose()
    {
        _identity.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void What_is_saved_is_loaded_to_the_last_bit()
    {
        _identity.Save(File);
        using Identity loaded = Identity.Load(File);

        Assert.Equal(_identity.Origin, loaded.Origin);
        Assert.Equal(SmallIdentity.Model, loaded.Origin.Model);
        Assert.Equal(_identity.Inversion.Calls, loaded.Inversion.Calls);
        Assert.Equal(_identity.Inversion.Residuals, loaded.Inversion.Residuals);
        Assert.Equal(_identity.Inversion.Trajectory.Timesteps, loaded.Inversion.Trajectory.Timesteps);
        Assert.Equal(_identity.Inversion.Trajectory.Points.Select(point => point.Values.ToArray()), loaded.Inversion.Trajectory.Points.Select(point => point.Values.ToArray()));
        Assert.Equal(_identity.Inversion.Trajectory.Noise.Shape, loaded.Inversion.Trajectory.Noise.Shape);
        AssertFeatures(loaded, ElementType.Float32, value => value);
        Assert.Equal(_identity.Features.SizeInBytes, loaded.Features.SizeInBytes);
    }

    [Fact]
    public void Float16_features_are_rounded_once_and_the_trajectory_is_not()
    {
        _identity.Save(File, ElementType.Float16);
        using Identity loaded = Identity.Load(File);

        AssertFeatures(loaded, ElementType.Float16, value => (float)(Half)value);
        Assert.Equal(_identity.Features.SizeInBytes, 2 * loaded.Features.SizeInBytes);
        Assert.Equal(_identity.Inversion.Trajectory.Clean.Values, loaded.Inversion.Trajectory.Clean.Values);

        loaded.Save(_folder.At("again.safetensors"), ElementType.Float16);
        Assert.Equal(System.IO.File.ReadAllBytes(File), System.IO.File.ReadAllBytes(_folder.At("again.safetensors")));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_inversion_that_ran_away_can_be_kept(double residual)
    {
        using Identity identity = SmallIdentity.Make(residual);
        identity.Save(File);
        using Identity loaded = Identity.Load(File);
        Assert.Equal(residual, loaded.Inversion.Residuals[0]);
    }

    [Theory]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float64)]
    [InlineData((ElementType)99)]
    public void Other_types_are_refused(ElementType type)
    {
        Assert.Throws<ArgumentOutOfRangeException>("storeAs", () => _identity.Save(File, type));
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_loaded_identity_lies_in_the_file_and_lets_go_of_it()
    {
        _identity.Save(File);
        Identity loaded = Identity.Load(File);
        Assert.True(IsHeld(File));
        DeviceTensor feature = loaded.Features.At(1)["down.attn1"];
        int raised = 0;
        loaded.Disposed += _ => raised++;

        loaded.Dispose();
        loaded.Dispose();

        Assert.False(IsHeld(File));
        Assert.Equal(1, raised);
        Assert.Throws<ObjectDisposedException>(() => loaded.Features);
        Assert.Throws<ObjectDisposedException>(() => feature.ToArray());
        Assert.Throws<ObjectDisposedException>(() => loaded.Save(_folder.At("other.safetensors")));
        Assert.Equal(2, loaded.Inversion.Trajectory.Steps);
    }

    [Fact]
    public void An_identity_can_be_saved_over_the_file_it_came_from()
    {
        _identity.Save(File);
        using (Identity loaded = Identity.Load(File))
            loaded.Save(File);
        using Identity again = Identity.Load(File);
        AssertFeatures(again, ElementType.Float32, value => value);
    }

    [Fact]
    public void Saving_that_fails_leaves_the_old_file_and_no_other()
    {
        _identity.Save(File);
        byte[] before = System.IO.File.ReadAllBytes(File);
        using Identity broken = SmallIdentity.Make();
        broken.Features.At(501)["up.attn2"].Dispose();

        Assert.Throws<ObjectDisposedException>(() => broken.Save(File));
        Assert.Throws<DirectoryNotFoundException>(() => _identity.Save(_folder.At("none/person.safetensors")));

        Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_noticed()
    {
        _identity.Save(File);
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] bad = [.. good];
            bad[i] ^= (byte)(1 << (i % 8));
            System.IO.File.WriteAllBytes(File, bad);

            var error = Record.Exception(() => Identity.Load(File).Dispose());

            Assert.True(error is InvalidFileException, $"Byte {i}: {error?.GetType().Name ?? "accepted"}.");
        }

        Assert.False(IsHeld(File));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_noticed()
    {
        _identity.Save(File);
        byte[] good = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < good.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, good[..length]);
            Assert.Throws<InvalidFileException>(() => Identity.Load(File, verify: false));
        }
    }

    [Fact]
    public void Unverified_loading_reads_no_features()
    {
        _identity.Save(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Equal("contents", Assert.Throws<InvalidFileException>(() => Identity.Load(File)).Item);
        Identity.Load(File, verify: false).Dispose();
    }

    [Theory]
    [InlineData("\"inv-adapter-identity\"", "\"inv-adapter\"", "metadata format")]
    [InlineData("\"version\":\"1\"", "\"version\":\"2\"", "metadata version")]
    [InlineData("\"version\":\"1\"", "\"verse\":\"1\"", "metadata version")]
    [InlineData("\"model\"", "\"modem\"", "metadata model")]
    [InlineData("\"Replay\"", "\"Guess\"", "metadata source")]
    [InlineData("\"Replay\"", "\"7\"", "metadata source")]
    [InlineData("\"steps\":\"2\"", "\"steps\":\"3\"", "metadata steps")]
    [InlineData("\"steps\":\"2\"", "\"steps\":\"two\"", "metadata steps")]
    [InlineData("\"[1,501]\"", "\"[501,1]\"", "metadata inversion_timesteps")]
    [InlineData("\"[1,501]\"", "\"[1,1]\"", "metadata inversion_timesteps")]
    [InlineData("\"[1,501]\"", "\"[1,1000]\"", "metadata inversion_timesteps")]
    [InlineData("\"[1,501]\"", "\"[-1,501]\"", "metadata inversion_timesteps")]
    [InlineData("\"[1,501]\"", "\"null\"", "metadata inversion_timesteps")]
    [InlineData("\"[1,501]\"", "\"[1]\"", "trajectory")]
    [InlineData("\"[0.25,1E-300]\"", "\"[0.25]\"", "metadata inversion_residuals")]
    [InlineData("\"inversion_calls\":\"2\"", "\"inversion_calls\":\"-2\"", "metadata inversion_calls and unet_calls")]
    [InlineData("\\\"train_timesteps\\\":1000", "\\\"train_timesteps\\\":0", "metadata scheduler")]
    [InlineData("\\\"train_timesteps\\\":1000", "\\\"train_timesteps\\\":\\\"x\\\"", "metadata scheduler")]
    [InlineData("\"trajectory\"", "\"trajectary\"", "trajectory")]
    [InlineData("\"trajectory\":{\"dtype\":\"F32\",\"shape\":[3,4,2,3]", "\"trajectory\":{\"dtype\":\"F32\",\"shape\":[2,4,3,3]", "trajectory")]
    [InlineData("\"feature.501.up.attn2\"", "\"feature.501.up.attn3\"", "features")]
    [InlineData("\"feature.501.up.attn2\"", "\"feature.502.up.attn2\"", "features")]
    [InlineData("\"feature.501.up.attn2\"", "\"feature.01.up.attn2\"", "feature.01.up.attn2")]
    [InlineData("\"feature.501.up.attn2\"", "\"feature.-1.up.attn2\"", "feature.-1.up.attn2")]
    [InlineData("\"feature.501.up.attn2\"", "\"feature.501\"", "feature.501")]
    [InlineData("\"feature.501.up.attn2\"", "\"picture.501.up.attn2\"", "picture.501.up.attn2")]
    [InlineData("\"shape\":[1,1,5]", "\"shape\":[1,5]", "feature.1.up.attn2")]
    [InlineData("\"shape\":[1,1,5]", "\"shape\":[5,1,1]", "feature.1.up.attn2")]
    public void What_a_file_without_its_checksum_says_is_checked(string from, string to, string item)
    {
        _identity.Save(File);
        byte[] altered = SafetensorsBytes.Edit(System.IO.File.ReadAllBytes(File), header =>
        {
            int at = header.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{from} is not in {header}");
            return header[..at] + to + header[(at + from.Length)..];
        });
        System.IO.File.WriteAllBytes(File, altered);

        var error = Assert.Throws<InvalidFileException>(() => Identity.Load(File, verify: false));

        Assert.Equal((File, item), (error.File, error.Item));
        Assert.NotEqual(error.Expected, error.Actual);
        Assert.Throws<InvalidFileException>(() => Identity.Load(File));
        Assert.False(IsHeld(File));
    }

    [Fact]
    public void Other_files_are_told_apart()
    {
        SafetensorsWriter.Write(File, [TensorSource.FromSingle("a", new float[] { 1 }, [1])]);
        Assert.Equal("metadata format", Assert.Throws<InvalidFileException>(() => Identity.Load(File)).Item);
        Assert.Throws<FileNotFoundException>(() => Identity.Load(_folder.At("none.safetensors")));
        Assert.Throws<InvalidFileException>(() => Identity.Load(_folder.Path));
        Assert.Throws<ArgumentException>("path", () => Identity.Load(" "));
    }

    [Theory]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float16)]
    public unsafe void Features_that_are_not_aligned_are_copied_to_where_they_are(ElementType type)
    {
        _identity.Save(File, type);
        System.IO.File.WriteAllBytes(File, SafetensorsBytes.Misalign(System.IO.File.ReadAllBytes(File)));

        using Identity loaded = Identity.Load(File);

        AssertFeatures(loaded, type, value => type == ElementType.Float16 ? (float)(Half)value : value);
        foreach (DeviceTensor feature in loaded.Features.Timesteps.SelectMany(timestep => loaded.Features.At(timestep).Values))
        {
            fixed (byte* start = feature.Value.GetTensorMutableRawData())
                Assert.Equal(0u, (nuint)start % (nuint)type.SizeInBytes());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_is_refused_or_harmless(bool verify)
    {
        _identity.Save(File);
        (int accepted, int refused) = Mutations.LoadAll(
            File,
            2000,
            () =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                using Identity loaded = Identity.Load(File, verify);
                foreach (DeviceTensor feature in loaded.Features.Timesteps.SelectMany(timestep => loaded.Features.At(timestep).Values))
                    Assert.Equal(feature.ElementCount, feature.ToArray().Length);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
            },
            Mutations.BinaryAlphabet);

        Assert.True(refused > 1500, $"Only {refused} of 2000 were refused.");
        Assert.True(verify ? accepted < 40 : accepted > 40, $"{accepted} of 2000 were accepted.");
        Assert.False(IsHeld(File));
    }

    private void AssertFeatures(Identity loaded, ElementType type, Func<float, float> rounded)
    {
        Assert.Equal(_identity.Features.Timesteps, loaded.Features.Timesteps);
        Assert.Equal(_identity.Features.Sites, loaded.Features.Sites);
        foreach (int timestep in SmallIdentity.Timesteps)
        {
            foreach ((string site, long[] shape) in SmallIdentity.Sites)
            {
                DeviceTensor feature = loaded.Features.At(timestep)[site];
                Assert.Equal(shape, feature.Shape);
                Assert.Equal(type, feature.ElementType);
                Assert.Equal(_identity.Features.At(timestep)[site].ToArray().Select(rounded), feature.ToArray());
            }
        }
    }

    /// <summary>Whether this process still maps a file or holds it open.</summary>
    private static bool IsHeld(string path)
    {
        if (OperatingSystem.IsLinux() && System.IO.File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal))
            return true;
        try
        {
            System.IO.File.Open(path, FileMode.Open, FileAccess.Read, FileShare.None).Dispose();
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
