using InvAdapter.Training.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace InvAdapter.Training.Recognition;

/// <summary>What an embedding learns from and a finished recogniser doesn't need: a direction for every person, and heads for people's traits.</summary>
internal sealed class IdentityTeacher : nn.Module
{
    // PyTorch's batch normalisation has the same.
    private const double LeastVariance = 1e-5;

    private readonly RecognizerOptions _options;
    private readonly Linear[] _classes;
    private readonly Linear? _measures;

    public IdentityTeacher(RecognizerOptions options, ILabelledImages images)
        : base(nameof(IdentityTeacher))
    {
        _options = options;
        register_parameter("people", Directions(images.People, options.EmbeddingSize));
        _classes = this.Children("classes", images.IdentityClasses.Select(label => nn.Linear(options.EmbeddingSize, label.Count)));
        if (!images.IdentityMeasures.IsEmpty)
            _measures = this.Child("measures", nn.Linear(options.EmbeddingSize, images.IdentityMeasures.Length));
    }

    // A change of type makes another object of it.
    private Parameter People => get_parameter("people")!;

    /// <summary>Mean and deviation of each of an embedding's numbers, [D], which batches are standardised by, as in batch normalisation.</summary>
    /// <remarks>
    /// Fresh networks give all people nearly the same direction, and a softmax over thousands of people does little to part them. With what they have in
    /// common taken away, they start apart.
    /// </remarks>
    public static (Tensor Mean, Tensor Deviation) Moments(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor mean = features.mean([0L]);
        Tensor deviation = ((features - mean).square().mean([0L]) + LeastVariance).sqrt();
        return (mean.MoveToOuterDisposeScope(), deviation.MoveToOuterDisposeScope());
    }

    /// <summary>The additive-margin softmax (CosFace, Wang et al. 2018, eq. 4) over all people, and the traits' losses.</summary>
    /// <param name="features">A batch's embeddings as the network gives them, [B,D], float32; standardised here.</param>
    /// <param name="batch">Whose they are.</param>
    public Tensor Loss(Tensor features, LabelledBatch batch)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor people = batch.People();
        (Tensor mean, Tensor deviation) = Moments(features);
        features = (features - mean) / deviation;
        Tensor cosines = nn.functional.normalize(features, dim: 1).matmul(nn.functional.normalize(People.to(float32), dim: 1).t());
        Tensor margins = _options.Margin * nn.functional.one_hot(people, cosines.shape[1]).to(float32);
        Tensor loss = nn.functional.cross_entropy(_options.Scale * (cosines - margins), people);

        // In the heads' own type, for as they learn the features are theirs too.
        Tensor heads = features.to(People.dtype);
        for (int i = 0; i < _classes.Length; i++)
            loss = loss + _options.ClassWeight / _classes.Length * nn.functional.cross_entropy(_classes[i].forward(heads).to(float32), batch.Class(i));
        if (_measures is not null)
            loss = loss + _options.MeasureWeight * nn.functional.mse_loss(_measures.forward(heads).to(float32), batch.Measures());
        return loss.MoveToOuterDisposeScope();
    }

    private static Parameter Directions(int people, int width)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var rows = new Parameter(randn(people, width).mul_(1 / Math.Sqrt(width)));
        rows.DetachFromDisposeScope();
        return rows;
    }
}
