using System.Collections.Concurrent;
using InvAdapter.FaceWorld;

namespace InvAdapter.Training.Cli;

/// <summary>Painters of one size, as many as there are threads that draw at once.</summary>
internal sealed class FacePainters : IDisposable
{
    private readonly ConcurrentBag<FacePainter> _idle;

    /// <param name="side">Pixels across and down, 64 to 512.</param>
    public FacePainters(int side) => (Side, _idle) = (side, [new FacePainter(side)]);

    public int Side { get; }

    /// <param name="sample">What to draw.</param>
    /// <param name="values">Takes [3, side, side], -1 to 1.</param>
    public void Paint(FaceSample sample, Span<float> values)
    {
        FacePainter painter = _idle.TryTake(out FacePainter? idle) ? idle : new FacePainter(Side);
        try
        {
            painter.Paint(sample.Identity, sample.Scene).ToPlanar(values);
        }
        finally
        {
            _idle.Add(painter);
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out FacePainter? painter))
            painter.Dispose();
    }
}
