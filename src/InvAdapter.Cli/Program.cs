using InvAdapter;
using InvAdapter.Cli;

var console = CliConsole.OfProcess();
using var interruption = new Interruption(console);
return await CliApplication.RunAsync(
    args,
    console,
    async (folder, options, cancellation) => await InvAdapterPipeline.LoadAsync(folder, options, cancellation),
    interruption.Token);
