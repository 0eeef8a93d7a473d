using System.CommandLine;
using InvAdapter.Training.Runs;
using InvAdapter.Weights;
using static TorchSharp.torch;

namespace InvAdapter.Training.Cli;

/// <summary>Options that every training has.</summary>
internal sealed class RunOptions
{
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "The run's folder; made where it is missing.", HelpName = "FOLDER", Required = true };
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the folder's checkpoint, where it has one." };
    private readonly Option<long> _steps;
    private readonly Option<int> _batch;
    private readonly Option<double> _rate;
    private readonly Option<long?> _warmUp = new("--warm-up") { Description = "Steps up to the highest learning rate. Default: a twentieth of all, 500 at most.", HelpName = "N" };
    private readonly Option<double> _average;
    private readonly Option<bool> _bfloat16 = new("--bfloat16") { Description = "Compute in bfloat16, beside a float32 master." };
    private readonly Option<bool> _float16 = new("--float16") { Description = "Store what comes out in float16: half the room, and it loads as any other." };
    private readonly Option<uint> _seed = Option("--seed", "Chooses first weights, order of the data, and noise.", 0u);
    private readonly Option<double> _minutes;
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch. Default: as many as it takes by itself.", HelpName = "N" };

    /// <param name="defaults">What holds where an option is not given.</param>
    public RunOptions(TrainingOptions defaults)
    {
        _steps = Option("--steps", "Steps of the optimiser.", defaults.Steps);
        _batch = Option("--batch", "Samples a step.", defaults.BatchSize);
        _rate = Option("--learning-rate", "The highest learning rate.", defaults.LearningRate);
        _average = Option("--ema", "Share that the moving average keeps at a step.", defaults.AverageDecay);
        _minutes = Option("--checkpoint-minutes", "Minutes between checkpoints.", defaults.CheckpointInterval.TotalMinutes);
    }

    public Option[] All => [_out, _resume, _steps, _batch, _rate, _warmUp, _average, _bfloat16, _float16, _seed, _minutes, _threads];

    public string Folder(ParseResult parse) => parse.GetRequiredValue(_out).FullName;

    public bool Resume(ParseResult parse) => parse.GetValue(_resume);

    /// <summary>Trains, and draws the run's curve whether it ends or is stopped.</summary>
    public T Train<T>(ParseResult parse, string what, Func<T> train)
    {
        try
        {
            T result = train();
            LossCurve.Write(Folder(parse), what);
            return result;
        }
        catch (OperationCanceledException)
        {
            LossCurve.Write(Folder(parse), what);
            throw;
        }
    }

    public TrainingOptions Read(ParseResult parse)
    {
        long steps = parse.GetValue(_steps);
        double minutes = parse.GetValue(_minutes);
        return new TrainingOptions
        {
            Steps = steps,
            BatchSize = parse.GetValue(_batch),
            LearningRate = parse.GetValue(_rate),
            WarmUpSteps = parse.GetValue(_warmUp) ?? Math.Min(500, steps / 20),
            AverageDecay = parse.GetValue(_average),
            ComputeType = parse.GetValue(_bfloat16) ? ScalarType.BFloat16 : ScalarType.Float32,
            StoreAs = parse.GetValue(_float16) ? ElementType.Float16 : ElementType.Float32,
            Seed = parse.GetValue(_seed),
            CheckpointInterval = minutes is >= 0 and <= 1e6 ? TimeSpan.FromMinutes(minutes) : throw new ArgumentException($"--checkpoint-minutes {minutes}: use 0 to 1000000."),
            Threads = parse.GetValue(_threads),
        };
    }

    public static Option<T> Option<T>(string name, string description, T value) => new(name)
    {
        Description = description,
        HelpName = typeof(T) == typeof(double) ? "X" : "N",
        DefaultValueFactory = _ => value,
    };
}
