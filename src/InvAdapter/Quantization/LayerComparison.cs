using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;

namespace InvAdapter.Quantization;

/// <summary>How far each layer is off in int8, on float32 inputs.</summary>
internal sealed class LayerComparison(UNet unet, IReadOnlyList<ObservedLayer> layers)
{
    private readonly ErrorSum[] _errors = [.. layers.Select(_ => new ErrorSum())];
    private readonly string[] _outputs = [.. layers.SelectMany(layer => new[] { ComparedLayers.Error(layer.Name), ComparedLayers.Power(layer.Name) })];

    /// <summary>Repeats a call and compares every layer in it.</summary>
    public void Add(CalibrationCall call, CancellationToken cancellation)
    {
        DeviceTensor[] values = unet.Fetch(call.Query, _outputs, cancellation);
        for (int i = 0; i < _errors.Length; i++)
        {
            using (values[2 * i])
            using (values[2 * i + 1])
                _errors[i].Add(values[2 * i].Values[0], values[2 * i + 1].Values[0]);
        }
    }

    /// <summary>The relative error of each layer by name.</summary>
    public IReadOnlyDictionary<string, double> Errors() => layers.Zip(_errors).ToDictionary(pair => pair.First.Name, pair => pair.Second.Relative);
}
