using InvAdapter.Graphs;
using InvAdapter.Models;
using InvAdapter.Runtime;

namespace InvAdapter.Quantization;

/// <summary>Sees what every layer of an observed UNet is given and gives, call by call, and keeps counts only.</summary>
internal sealed class ActivationObserver
{
    /// <summary>Layers seen in one pass of the first call, when sizes are not known yet.</summary>
    private const int FirstGroup = 32;

    /// <summary>Activations that are fetched at once, in bytes; a call is repeated until all were.</summary>
    private const long MostBytes = 1L << 30;

    private readonly UNet _unet;
    private readonly Dictionary<string, ActivationHistogram> _histograms;
    private readonly Dictionary<string, long> _sizes = [];
    private List<string[]> _groups;

    public ActivationObserver(UNet unet, IEnumerable<ObservedLayer> layers)
    {
        _unet = unet;
        string[] names = [.. layers.SelectMany(layer => new[] { layer.Input, layer.Output }).OfType<string>().Distinct(StringComparer.Ordinal)];
        _histograms = names.ToDictionary(name => name, _ => new ActivationHistogram());
        _groups = [.. names.Chunk(FirstGroup)];
    }

    /// <summary>Repeats a call and looks at everything in it.</summary>
    /// <exception cref="InferenceException">An activation is no finite number.</exception>
    public void Observe(CalibrationCall call, CancellationToken cancellation)
    {
        foreach (string[] group in _groups)
            Observe(call.Query, group, cancellation);
        _groups = Regroup();
    }

    /// <summary>The best scale for one of the graph's outputs.</summary>
    public AffineScale ScaleOf(string output) => _histograms[output].BestScale();

    private void Observe(NoiseQuery query, string[] outputs, CancellationToken cancellation)
    {
        DeviceTensor[] values = _unet.Fetch(query, outputs, cancellation);
        try
        {
            for (int i = 0; i < outputs.Length; i++)
            {
                _sizes[outputs[i]] = values[i].ElementCount * sizeof(float);
                if (!_histograms[outputs[i]].TryAdd(values[i].Values))
                    throw new InferenceException("unet", $"The UNet's {outputs[i]} at timestep {query.Timestep} holds values that are no finite numbers; it can't be quantised.");
            }
        }
        finally
        {
            foreach (DeviceTensor value in values)
                value.Dispose();
        }
    }

    private List<string[]> Regroup()
    {
        var groups = new List<string[]>();
        var group = new List<string>();
        long bytes = 0;
        foreach ((string name, long size) in _sizes)
        {
            if (group.Count > 0 && bytes + size > MostBytes)
            {
                groups.Add([.. group]);
                group.Clear();
                bytes = 0;
            }

            group.Add(name);
            bytes += size;
        }

        groups.Add([.. group]);
        return groups;
    }
}
