using System.CommandLine;
using Argus.Cli.Packs;
using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Models;

/// <summary><c>argus model list|pull|verify</c>. Exit codes: 0 done, 1 a file is missing, wrong or refused, 2 no such pack or not a valid one.</summary>
public static class ModelCommand
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;

    /// <summary>The command, over the shipped packs and the environment of this process.</summary>
    public static Command Create() => Create(
        PackCatalog.Shipped, PackOptions.FromEnvironment(), AnsiConsole.Console, Console.Error);

    internal static Command Create(PackCatalog catalog, ModelStoreOptions options, IAnsiConsole console, TextWriter error)
    {
        // A file or a pipe has no width: paths must not be wrapped at one.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 500;
        return new Command("model", "The weights of model packs: what is there, fetching and checking them.")
        {
            ListCommand(catalog, options, console),
            PullCommand(catalog, options, console, error),
            VerifyCommand(catalog, options, console, error),
        };
    }

    private static Command ListCommand(PackCatalog catalog, ModelStoreOptions options, IAnsiConsole console)
    {
        var command = new Command("list", "Lists the packs, their licences, and which of their files are on this machine.");
        command.SetAction((_, cancel) => Task.FromResult(ModelList.Run(catalog, options, console, cancel)));
        return command;
    }

    private static Command PullCommand(PackCatalog catalog, ModelStoreOptions options, IAnsiConsole console, TextWriter error)
    {
        var name = PackArgument();
        var accept = new Option<string[]>("--accept-license")
        {
            Description = "Id of a licence that you have read and accept; may be given several times.",
            HelpName = "ID",
        };
        var command = new Command("pull", "Fetches the files of a pack that are not here yet, and verifies all of them.") { name, accept };
        command.SetAction((parsed, cancel) =>
        {
            var accepting = options with { AcceptedLicenses = options.AcceptedLicenses.AddRange(parsed.GetValue(accept) ?? []) };
            return Read(catalog, parsed.GetRequiredValue(name), error) is { } pack
                ? ModelPull.RunAsync(pack, accepting, console, error, cancel)
                : Task.FromResult(Usage);
        });
        return command;
    }

    private static Command VerifyCommand(PackCatalog catalog, ModelStoreOptions options, IAnsiConsole console, TextWriter error)
    {
        var name = PackArgument();
        var command = new Command("verify", "Reads every file of a pack and compares its SHA-256; fetches nothing.") { name };
        command.SetAction((parsed, cancel) => Task.FromResult(
            Read(catalog, parsed.GetRequiredValue(name), error) is { } pack ? ModelVerify.Run(pack, options, console, error, cancel) : Usage));
        return command;
    }

    private static Argument<string> PackArgument() => new("PACK") { Description = "Name of a pack, or path of a pack.yaml." };

    private static ModelPack? Read(PackCatalog catalog, string nameOrPath, TextWriter error)
    {
        var result = catalog.Read(nameOrPath);
        if (result.Pack is null)
            error.WriteLine(PackOptions.Explain(nameOrPath, result));
        return result.Pack;
    }
}
