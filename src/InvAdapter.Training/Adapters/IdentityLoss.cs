using System.Globalization;
using InvAdapter.Training.Diffusion;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>The recogniser's loss as the options want it, times its weight.</summary>
internal sealed class IdentityLoss : IDisposable
{
    private readonly IdentityCritic _critic;
    private readonly IIdentityLoss _loss;
    private readonly double _weight;

    private IdentityLoss(IdentityCritic critic, IIdentityLoss loss, double weight)
    {
        (_critic, _loss, _weight) = (critic, loss, weight);
        Settings = new Dictionary<string, string>(loss.Settings)
        {
            ["identity_loss"] = weight.ToString(CultureInfo.InvariantCulture),
            ["identity_recognizer"] = critic.Fingerprint,
        };
    }

    /// <inheritdoc cref="IdentityCritic.Modules"/>
    public IReadOnlyList<nn.Module> Modules => _critic.Modules;

    public IReadOnlyDictionary<string, string> Settings { get; }

    /// <param name="model">The base whose decoder is used; borrowed.</param>
    /// <param name="learner">What is trained; borrowed.</param>
    /// <param name="levels">The base's noise levels; borrowed.</param>
    /// <param name="options">Who judges what, and how much that counts; null for no such loss.</param>
    public static IdentityLoss? Load(BaseModel model, IIdentityLearner learner, NoiseLevels levels, IdentityLossOptions? options)
    {
        if (options is null)
            return null;
        IdentityCritic critic = IdentityCritic.Load(model, options.Recognizers);
        try
        {
            IIdentityLoss loss = options.Drawing is { } drawing
                ? new DrawnIdentityLoss(model, learner, levels, critic, drawing)
                : new PredictedIdentityLoss(levels, critic);
            return new IdentityLoss(critic, loss, options.Weight);
        }
        catch
        {
            critic.Dispose();
            throw;
        }
    }

    /// <summary>A step's loss: a number, float32.</summary>
    public Tensor Of(AdapterStep step)
    {
        using DisposeScope scope = NewDisposeScope();
        return (_weight * _loss.Of(step)).MoveToOuterDisposeScope();
    }

    public void Dispose() => _critic.Dispose();
}
