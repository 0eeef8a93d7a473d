using Spectre.Console;

namespace InvAdapter.Cli;

/// <summary>Shows progress as bars that move, a bar a stage. They are gone when the work is done, so that results stand alone.</summary>
internal sealed class LiveProgress(TextWriter error) : IProgressDisplay
{
    public Task<T> RunAsync<T>(string work, Func<IProgress<PipelineProgress>, Task<T>> action)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(error),
        });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new TimeLeftColumn(), new SpinnerColumn())
            .StartAsync(context => action(new Bars(context, work)));
    }

    private sealed class Bars : IProgress<PipelineProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<PipelineStage, ProgressTask> _tasks = [];
        private readonly ProgressContext _context;
        private ProgressTask? _begin;

        public Bars(ProgressContext context, string work)
        {
            _context = context;
            _begin = context.AddTask(Markup.Escape(work)).IsIndeterminate();
        }

        public void Report(PipelineProgress value)
        {
            lock (_lock)
            {
                if (!_tasks.TryGetValue(value.Stage, out ProgressTask? task))
                    _tasks[value.Stage] = task = Begin(value);
                task.MaxValue = Math.Max(1, value.Steps);
                task.Value = value.Steps > 0 ? value.Step : 1;
            }
        }

        /// <summary>The bar that said what begins makes room for the first stage's.</summary>
        private ProgressTask Begin(PipelineProgress value)
        {
            if (_begin is not null)
                _context.RemoveTask(_begin);
            _begin = null;
            return _context.AddTask(StageNames.Of(value.Stage)).Tag(new StagePace(TimeProvider.System, value.Step));
        }
    }
}
