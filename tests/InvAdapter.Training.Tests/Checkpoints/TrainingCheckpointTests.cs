using InvAdapter.Configuration;
using InvAdapter.Models;
using InvAdapter.Tests;
using InvAdapter.Tests.Golden;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Checkpoints;
using InvAdapter.Training.Data;
using InvAdapter.Training.Modules;
using InvAdapter.Training.Optimization;
using Xunit;
using static TorchSharp.torch;

namespace InvAdapter.Training.Tests.Checkpoints;

public class TrainingCheckpointTests : TorchTest
{
    private const int Steps = 8;
    private static readonly string s_base = Path.Combine(GoldenFolders.InRepository, "tiny-sd15");

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_killed_and_resumed_run_gives_the_bits_of_one_left_alone(ScalarType type)
    {
        using var folder = new TemporaryFolder();
        using var leftAlone = new Run(type);
        for (long step = 0; step < Steps; step++)
            leftAlone.Step(step);

        using (var killed = new Run(type))
        {
            for (long step = 0; step < 3; step++)
                killed.Step(step);
            killed.Save(folder.At("run.safetensors"), 3);
            killed.Step(3);
        }

        manual_seed(999);
        randn(17);
        using var resumed = new Run(type);
        long position = resumed.Load(folder.At("run.safetensors"));
        Assert.Equal(3, position);
        for (long step = position; step < Steps; step++)
            resumed.Step(step);

        Assert.Equal(leftAlone.State, resumed.State);
    }

    [Fact]
    public void Another_runs_file_and_a_damaged_one_are_refused_and_change_nothing()
    {
        using var folder = new TemporaryFolder();
        using nn.Module<Tensor, Tensor> network = nn.Linear(3, 4);
        using var parameters = new ParameterVector([network]);
        using var optimizer = new VectorAdamW(parameters);
        TrainingCheckpoint.Save(folder.At("other.safetensors"), parameters, optimizer, null, 5);

        using var run = new Run(ScalarType.Float32);
        float[] before = run.State;
        InvalidFileException error = Assert.ThrowsAny<InvalidFileException>(() => run.Load(folder.At("other.safetensors")));
        Assert.Equal("metadata parameters", error.Item);
        Assert.Throws<InvalidFileException>(() => run.Load(Path.Combine(s_base, "inv_adapter.safetensors")));
        Assert.Throws<FileNotFoundException>(() => run.Load(folder.At("nothing.safetensors")));
        Assert.Equal(before, run.State);

        using var average = new MovingAverage(parameters, 0.9);
        Assert.Equal("average", Assert.Throws<InvalidFileException>(() => TrainingCheckpoint.Load(folder.At("other.safetensors"), parameters, optimizer, average)).Item);
    }

    /// <summary>An adapter's training in small: random noise, random timesteps, a frozen base.</summary>
    private sealed class Run : IDisposable
    {
        private readonly UNet2DConditionModel _unet = UNet2DConditionModel.Load(Path.Combine(s_base, "unet"));
        private readonly InvAdapterModule _adapter;
        private readonly ParameterVector _parameters;
        private readonly VectorAdamW _optimizer;
        private readonly MovingAverage _average;
        private readonly ShuffledOrder _order = new(5, 1);
        private readonly CosineSchedule _schedule = new(1e-3, 2, Steps);
        private readonly ScalarType _type;

        public Run(ScalarType type)
        {
            _type = type;
            _unet.Freeze();
            manual_seed(1);
            _adapter = InvAdapterModule.For(_unet, SiteFilter.AtLevels(2), Fusion.Embedded);
            _parameters = new ParameterVector([_adapter, _unet], type);
            _optimizer = new VectorAdamW(_parameters);
            _average = new MovingAverage(_parameters, 0.99);
        }

        public float[] State => [.. Values(_parameters.Values), .. Values(_average.Values), .. Values(_optimizer.FirstMoment), .. Values(_optimizer.SecondMoment)];

        public void Step(long step)
        {
            using TorchSharp.DisposeScope scope = NewDisposeScope();
            LibTorch.Seed(123, step);
            using var tap = new FeatureTap(_adapter.Sites);
            Tensor text = zeros(1, 5, _unet.Configuration.CrossAttentionDim);
            Tensor latents = full([1, 4, 8, 8], 0.1 * _order[step]);
            Tensor noise = randn(1, 4, 8, 8);
            Tensor timestep = randint(0, 1000, 1);
            using (no_grad())
                _unet.Predict(latents, timestep, text, tap);

            _parameters.ZeroGradients();
            Tensor prediction = _unet.Predict(latents + noise, timestep, text, identity: _adapter.Project(tap.Features));
            Assert.Equal(_type, prediction.dtype);
            (prediction.to(float32) - noise).square().mean().backward();
            _parameters.Collect(1);
            _optimizer.Step(_schedule.At(step));
            _average.Update();
        }

        public void Save(string path, long position) => TrainingCheckpoint.Save(path, _parameters, _optimizer, _average, position);

        public long Load(string path) => TrainingCheckpoint.Load(path, _parameters, _optimizer, _average);

        public void Dispose()
        {
            _average.Dispose();
            _optimizer.Dispose();
            _parameters.Dispose();
            _adapter.Dispose();
            _unet.Dispose();
        }
    }
}
