using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Modules;

/// <summary>Group normalisation that begins as PyTorch's does, with a scale of 1 and a shift of 0; TorchSharp leaves both unset.</summary>
internal static class Normalization
{
    public static GroupNorm Group(int groups, int channels, double epsilon)
    {
        GroupNorm norm = nn.GroupNorm(groups, channels, epsilon);
        nn.init.ones_(norm.weight!);
        nn.init.zeros_(norm.bias!);
        return norm;
    }
}
