using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Models;

/// <summary>Reads every file of a pack that is on this machine and compares its hash.</summary>
internal static class ModelVerify
{
    public static int Run(ModelPack pack, ModelStoreOptions options, IAnsiConsole console, TextWriter error, CancellationToken cancel)
    {
        int code = ModelCommand.Done;
        foreach (var state in new ModelStore(options, TimeProvider.System).Inspect(pack, reread: true, cancel))
        {
            if (state.Path is not null)
            {
                console.Profile.Out.Writer.WriteLine($"{state.File.Name}: ok, sha256 {state.File.Sha256}, {state.Path}");
                continue;
            }

            bool tolerable = state.Wrong is null && state.File.Optional;
            error.WriteLine($"{state.File.Name}: {(state.Wrong is not null ? $"wrong. {state.Wrong}" : tolerable ? "missing, optional." : $"missing; fetch it with: ./argus model pull {pack.Name}")}");
            if (!tolerable)
                code = ModelCommand.Failed;
        }

        return code;
    }
}
