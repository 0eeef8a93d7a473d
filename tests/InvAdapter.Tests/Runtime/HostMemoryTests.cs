using System.Collections.Immutable;
using InvAdapter.Runtime;
using InvAdapter.Tests.Golden;
using Xunit;

namespace InvAdapter.Tests.Runtime;

public sealed class HostMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Tensors_of_one_origin_are_made_once_and_share_their_memory()
    {
        int made = 0;
        HostMemory[][] held = new HostMemory[8][];
        Parallel.For(0, held.Length, i => held[i] = HostMemory.Hold([Tensor([2, 3], () => Interlocked.Increment(ref made)), Tensor([3, 2], () => Interlocked.Increment(ref made))]));
        Assert.Equal(1, made);
        Assert.Equal(6 * sizeof(float), HostMemory.BytesFrom(_folder.Path));
        Assert.All(held.SelectMany(both => both), memory => Assert.Equal([1f, 2, 3, 4, 5, 6], memory.Value.GetTensorDataAsSpan<float>().ToArray()));
        Assert.Equal([3L, 2], held[0][1].Value.GetTensorTypeAndShape().Shape);

        foreach (HostMemory[] both in held[1..])
            HostMemory.Release(both);
        Assert.Equal([1f, 2, 3, 4, 5, 6], held[0][0].Value.GetTensorDataAsSpan<float>().ToArray());
        HostMemory.Release(held[0]);
        held[0][0].Dispose();
        Assert.Equal(0, HostMemory.BytesFrom(_folder.Path));

        HostMemory.Release(HostMemory.Hold([Tensor([6], () => Interlocked.Increment(ref made))]));
        Assert.Equal(2, made);
    }

    [Fact]
    public void Another_layout_or_another_state_of_the_file_is_other_memory()
    {
        HostTensor tensor = Tensor([6], () => 0);
        HostMemory[] held = HostMemory.Hold(
        [
            tensor,
            tensor with { Origin = tensor.Origin with { Layout = "blocks of 8" } },
            tensor with { Origin = tensor.Origin with { Written = DateTime.UnixEpoch.AddTicks(1) } },
        ]);
        Assert.Equal(3 * 6 * sizeof(float), HostMemory.BytesFrom(_folder.Path));
        HostMemory.Release(held);
    }

    [Fact]
    public void A_tensor_that_cannot_be_made_leaves_nothing_and_can_be_asked_for_again()
    {
        Assert.Throws<InvalidDataException>(() => HostMemory.Hold([Tensor([6], () => 0, layout: "other"), Tensor([6], () => throw new InvalidDataException())]));
        Assert.Equal(0, HostMemory.BytesFrom(_folder.Path));
        HostMemory.Release(HostMemory.Hold([Tensor([6], () => 0)]));
    }

    [Fact]
    public async Task Pipelines_of_one_model_share_its_weights()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        string model = TinyModel.CopyTo(_folder.At("model"));
        InvAdapterPipeline first = await InvAdapterPipeline.LoadAsync(model, cancellation: stop);
        long bytes = HostMemory.BytesFrom(model);
        InvAdapterPipeline second = await InvAdapterPipeline.LoadAsync(model, cancellation: stop);
        Assert.True(bytes > 0);
        Assert.Equal(bytes, HostMemory.BytesFrom(model));

        var request = new GenerationRequest("a portrait") { Steps = 2, Seeds = [1] };
        GenerationResult expected = await first.GenerateAsync(request, cancellation: stop);
        await first.DisposeAsync();
        GenerationResult actual = await second.GenerateAsync(request, cancellation: stop);
        Assert.Equal(expected.Images[0].Latents.Values.ToArray(), actual.Images[0].Latents.Values.ToArray());
        await second.DisposeAsync();
        Assert.Equal(0, HostMemory.BytesFrom(model));
    }

    private HostTensor Tensor(ImmutableArray<long> shape, Func<int> making, string layout = "rows") => new(
        "x",
        shape,
        new TensorOrigin(_folder.At("file"), 24, DateTime.UnixEpoch, 0, layout),
        destination =>
        {
            making();
            for (int i = 0; i < destination.Length; i++)
                destination[i] = i + 1;
        });
}
