using System.Globalization;
using InvAdapter.Training.Adapters;
using InvAdapter.Training.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Baselines;

/// <summary>The baseline as something to train: looks at a reference's pixels, whatever the noise level.</summary>
internal sealed class IpAdapterLearner(IpAdapterModule adapter, IpAdapterOptions options) : IIdentityLearner
{
    public IReadOnlyList<nn.Module> Modules { get; } = [adapter];

    public IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["task"] = "ip-adapter",
        ["tokens"] = options.Tokens.ToString(CultureInfo.InvariantCulture),
        ["encoder_channels"] = string.Join(',', options.EncoderChannels),
    };

    public bool DependsOnTimestep => false;

    public IdentityAttention Attend(ReferenceBatch batch, Tensor timesteps, Tensor? present) =>
        adapter.Attend((batch.Images ?? throw new InvalidOperationException("The batch has no images.")).ToTensor(), present: present);
}
