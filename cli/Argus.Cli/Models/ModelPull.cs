using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Models;

/// <summary>Makes a pack complete: a bar a file on a terminal, plain lines elsewhere.</summary>
internal static class ModelPull
{
    public static async Task<int> RunAsync(ModelPack pack, ModelStoreOptions options, IAnsiConsole console, TextWriter error, CancellationToken cancel)
    {
        var store = new ModelStore(options, TimeProvider.System);
        var resolution = console.Profile.Out.IsTerminal && console.Profile.Capabilities.Interactive
            ? await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
                .StartAsync(bars => store.ResolveAsync(pack, new BarProgress(bars, console), cancel))
            : await store.ResolveAsync(pack, new LineProgress(console.Profile.Out.Writer), cancel);

        var output = console.Profile.Out.Writer;
        foreach (var file in resolution.Pack?.Files.Values.OrderBy(f => f.File.Role) ?? Enumerable.Empty<ResolvedFile>())
            output.WriteLine($"{file.File.Name}: {file.Path}");
        foreach (var fault in resolution.LeftOut)
            error.WriteLine($"left out: {fault.Message}");
        if (resolution.Pack is null)
        {
            error.WriteLine(resolution.Explanation);
            return ModelCommand.Failed;
        }

        output.WriteLine($"{pack.Name} is complete and verified: {resolution.Pack.Digest}");
        return ModelCommand.Done;
    }
}
