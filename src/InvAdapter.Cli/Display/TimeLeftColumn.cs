using Spectre.Console;
using Spectre.Console.Rendering;

namespace InvAdapter.Cli;

/// <summary>The time that a bar has left. Spectre's own forgets samples after half a minute, less than one UNet call may take.</summary>
internal sealed class TimeLeftColumn : ProgressColumn
{
    private const int Width = 12;

    protected override bool NoWrap => true;

    public override int? GetColumnWidth(RenderOptions options) => Width;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(task.Tag is StagePace pace && pace.Left(task.Value, task.MaxValue) is { } left ? StagePace.Format(left) : "").RightJustified();
}
