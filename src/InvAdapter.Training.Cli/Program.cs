using InvAdapter.Training.Cli;

using var interruption = new Interruption();
return TrainApplication.Run(args, Console.Out, Console.Error, interruption.Token);
