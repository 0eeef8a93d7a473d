using System.Globalization;
using InvAdapter.Scheduling;
using InvAdapter.Training.Diffusion;
using InvAdapter.Training.Modules;
using TorchSharp;
using static TorchSharp.torch;

namespace InvAdapter.Training.Adapters;

/// <summary>How far from the person in the target the critic finds the one in a picture that is drawn from noise, with the target's prompt, for this.</summary>
/// <remarks>
/// Drawn with DPM-Solver++ (2M) and guidance, as generation draws by default, but for limits of x₀, which latent models don't have. Some of the steps, chosen at random, learn; the network's input counts as given in them, so that
/// the gradient comes to each through the solver's sums alone and neither vanishes nor explodes (DRTune, Wu et al. 2024, arXiv 2405.00760). No weight by noise is needed: the
/// picture is finished.
/// </remarks>
internal sealed class DrawnIdentityLoss : IIdentityLoss
{
    private readonly BaseModel _model;
    private readonly IIdentityLearner _learner;
    private readonly NoiseLevels _levels;
    private readonly IdentityCritic _critic;
    private readonly DrawingOptions _drawing;
    private readonly DdimSchedule _schedule;
    private readonly IReadOnlyList<DpmSolverStep> _moves;

    public DrawnIdentityLoss(BaseModel model, IIdentityLearner learner, NoiseLevels levels, IdentityCritic critic, DrawingOptions drawing)
    {
        (_model, _learner, _levels, _critic, _drawing) = (model, learner, levels, critic, drawing);
        _schedule = model.Scheduler.Build(drawing.Steps);
        _moves = DpmSolverStep.Plan(_schedule);
        Settings = new Dictionary<string, string>
        {
            ["identity_drawing"] = string.Create(CultureInfo.InvariantCulture, $"{drawing.Steps} steps, {drawing.LearningSteps} learn, guidance {drawing.GuidanceScale}"),
        };
    }

    public IReadOnlyDictionary<string, string> Settings { get; }

    public Tensor Of(AdapterStep step)
    {
        using DisposeScope scope = NewDisposeScope();
        return step.MeanOfPresent(_critic.Distance(Draw(step, randn_like(step.Clean)), step.Clean)).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the targets' prompts with their references, from noise [B,C,h,w].</summary>
    internal Tensor Draw(AdapterStep step, Tensor noise)
    {
        using DisposeScope scope = NewDisposeScope();
        HashSet<long> learning = [.. randperm(_schedule.Steps)[.._drawing.LearningSteps].cpu().data<long>()];
        Tensor negative = _model.EmptyPrompt.expand(step.Batch.Targets.Count, -1, -1);
        Tensor z = noise.alias();
        IdentityAttention identity = step.Identity;
        Tensor? earlier = null;
        for (int i = 0; i < _schedule.Steps; i++)
        {
            bool learns = learning.Contains(i);
            Tensor timesteps = full_like(step.Timesteps, _schedule.Timesteps[i]);

            // A call that is recomputed walks all of its way back at once, so that no two may have keys and values in common.
            if (_learner.DependsOnTimestep || (learns && _model.UNet.GradientCheckpointing))
                identity = Attend(step, timesteps, learns);
            Tensor prompted = Predict(z, timesteps, step.Prompt, identity, learns);
            Tensor guided = prompted;
            if (_drawing.GuidanceScale > 1)
            {
                Tensor without = Predict(z, timesteps, negative, null, learns: false);
                guided = without + _drawing.GuidanceScale * (prompted - without);
            }

            Tensor sample = _levels.PredictClean(guided, z, timesteps);
            z = _moves[i].OfLatent * z + _moves[i].OfSample * sample;
            if (earlier is not null)
                z = z + _moves[i].OfEarlierSample * earlier;
            earlier = sample;
        }

        return z.MoveToOuterDisposeScope();
    }

    /// <summary>Keys and values of this step's own, with what their way back needs where it learns.</summary>
    private IdentityAttention Attend(AdapterStep step, Tensor timesteps, bool learns)
    {
        using IDisposable? frozen = learns ? null : no_grad();
        return _learner.Attend(step.Batch, timesteps, step.Present);
    }

    private Tensor Predict(Tensor z, Tensor timesteps, Tensor prompt, IdentityAttention? identity, bool learns)
    {
        using IDisposable? frozen = learns ? null : no_grad();
        return _model.UNet.Predict(z.detach(), timesteps, prompt, identity: identity).to(float32);
    }
}
