using System.CommandLine;
using Argus.Inference.Models;

namespace Argus.Cli.Packs;

/// <summary><c>--pack</c> and <c>--accept-license</c>, the same for every command that runs a pack.</summary>
internal sealed class PackOptions
{
    /// <summary>The pack; null where it was not chosen.</summary>
    public Option<string?> Pack { get; } = new("--pack")
    {
        HelpName = "NAME|pack.yaml",
        Description = $"Pack by name (./argus model list) or path of a pack.yaml. Default: {PackCatalog.DefaultPack}, or ARGUS_PACK.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("ARGUS_PACK") is { Length: > 0 } pack ? pack : null,
    };

    /// <summary>Licences accepted on the command line.</summary>
    public Option<string[]> AcceptLicense { get; } = new("--accept-license")
    {
        HelpName = "ID",
        Description = "Id of a licence that you have read and accept, for packs that demand it.",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Says which pack cannot be used, and every reason on a line of its own.</summary>
    public static string Explain(string nameOrPath, PackManifestResult manifest) =>
        string.Join($"{Environment.NewLine}  ", manifest.Violations.Select(v => v.ToString()).Prepend($"The pack '{nameOrPath}' cannot be used."));

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(Pack);
        command.Options.Add(AcceptLicense);
    }

    /// <summary>Where model files are looked for, by the environment. Somebody waits: a host out of reach is given up at once.</summary>
    public static ModelStoreOptions FromEnvironment() =>
        ModelStoreOptions.FromEnvironment(Environment.GetEnvironmentVariable) with { RetryUnreachable = false, ConnectTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>The same, with the licences of the command line.</summary>
    public ModelStoreOptions StoreOptions(ParseResult parsed)
    {
        var options = FromEnvironment();
        return options with { AcceptedLicenses = [.. options.AcceptedLicenses, .. parsed.GetValue(AcceptLicense) ?? []] };
    }
}
