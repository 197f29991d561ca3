using Argus.Cli.Hosting;
using Argus.Cli.Models;
using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Packs;

/// <summary>Makes packs and other hashed files usable, with progress shown on standard error.</summary>
internal sealed class PackLoader(ModelStoreOptions options, TimeProvider time)
{
    private readonly ModelStore _store = new(options, time);

    /// <summary>Reads a manifest and fetches what is missing of its files.</summary>
    /// <returns>The pack, or the sentences that say why not.</returns>
    public async Task<LoadedPack> LoadAsync(string nameOrPath, CancellationToken cancel)
    {
        var manifest = PackCatalog.Shipped.Read(nameOrPath);
        return manifest.Pack is { } pack
            ? await ResolveAsync(pack, cancel)
            : new LoadedPack(null, PackOptions.Explain(nameOrPath, manifest), []);
    }

    /// <summary>Fetches what is missing of a pack's files.</summary>
    public async Task<LoadedPack> ResolveAsync(ModelPack pack, CancellationToken cancel)
    {
        // On a terminal a bar a file, and nothing where nothing is fetched; else lines, for logs.
        var resolution = Terminal.Err.Profile.Capabilities.Interactive && !Console.IsErrorRedirected
            ? await Terminal.Err.Progress().AutoClear(true).StartAsync(bars => _store.ResolveAsync(pack, new BarProgress(bars, Terminal.Err), cancel))
            : await _store.ResolveAsync(pack, new LineProgress(Console.Error), cancel);
        return new LoadedPack(
            resolution.Pack,
            resolution.Pack is null ? resolution.Explanation : null,
            [.. resolution.LeftOut.Select(f => f.Message)]);
    }
}

/// <summary>A pack, or why there is none.</summary>
/// <param name="Pack">Verified files; null where there is an error.</param>
/// <param name="Error">Sentences that say what is wrong and what to do.</param>
/// <param name="LeftOut">Why optional files are missing.</param>
internal sealed record LoadedPack(ResolvedPack? Pack, string? Error, IReadOnlyList<string> LeftOut);
