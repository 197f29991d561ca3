using System.Collections.Immutable;

namespace Argus.Inference.Models;

/// <summary>
/// Finds, fetches and verifies the files of packs. Every file that it hands out was read and its SHA-256 compared in the same call.
/// Safe for concurrent use, also by several processes on one cache.
/// </summary>
public sealed class ModelStore(ModelStoreOptions options, TimeProvider time)
{
    /// <summary>Makes a pack usable: from the folder of its manifest, the cache, the search folders, or its addresses.</summary>
    /// <param name="pack">The manifest.</param>
    /// <param name="progress">Told of downloads, from any thread; or null.</param>
    /// <param name="cancel">Ends the work; a download goes on there next time.</param>
    /// <returns>The pack with verified files, or every reason why not.</returns>
    public async Task<PackResolution> ResolveAsync(ModelPack pack, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default)
    {
        var memory = new HashMemory(options.CachePath);
        var finder = new ModelFinder(options, memory);
        using var fetcher = new ModelFetcher(options, time, finder, progress);
        ImmutableArray<ResolvedFile>.Builder files = ImmutableArray.CreateBuilder<ResolvedFile>();
        ImmutableArray<PackFault>.Builder faults = ImmutableArray.CreateBuilder<PackFault>();
        ImmutableArray<PackFault>.Builder leftOut = ImmutableArray.CreateBuilder<PackFault>();
        foreach (var file in pack.Files)
        {
            var fault = LicenseFault(pack, file);
            if (fault is null)
            {
                (string? path, fault) = await GetAsync(pack, file, finder, fetcher, cancel);
                if (path is not null)
                    files.Add(new ResolvedFile(file, path));
            }

            // Files under one licence are refused with one sentence.
            if (fault is not null && faults.All(f => f.Message != fault.Message))
                (file.Optional ? leftOut : faults).Add(fault);
        }

        memory.Save();
        if (faults.Count == 0)
            fetcher.DropArchives();
        var resolved = faults.Count > 0
            ? null
            : new ResolvedPack(pack, files.DistinctBy(f => f.File.Role).ToImmutableDictionary(f => f.File.Role), ContractDigest.Compute(files.Select(f => f.File)))
            {
                Language = [.. files.Where(f => f.File.Role == ModelRole.LanguageModel)],
            };
        return new PackResolution(resolved, faults.ToImmutable(), leftOut.ToImmutable(), Folders(pack));
    }

    /// <summary>Tells which files of a pack are on this machine, without fetching any and without regard to licences.</summary>
    /// <param name="pack">The manifest.</param>
    /// <param name="reread">Whether every file is read and hashed now; else a hash computed earlier is believed where size and time are unchanged.</param>
    /// <param name="cancel">Ends the work.</param>
    public ImmutableArray<FileState> Inspect(ModelPack pack, bool reread, CancellationToken cancel = default)
    {
        var memory = new HashMemory(options.CachePath);
        var finder = new ModelFinder(options, memory);
        ImmutableArray<FileState> states =
        [
            .. pack.Files.Select(file =>
            {
                var found = finder.Find(file.Name, file.Bytes, file.Sha256, pack.Folder, trustMemory: !reread, cancel);
                return new FileState(file, found.Path, found.Wrong);
            }),
        ];
        memory.Save();
        return states;
    }

    private PackFault? LicenseFault(ModelPack pack, ModelFile file)
    {
        var license = file.License ?? pack.License;
        if (!license.MustAccept || options.AcceptedLicenses.Contains(license.Id))
            return null;
        string terms = license.Url is null ? "" : $" Its terms: {license.Url}.";
        return new PackFault(
            PackFaultKind.LicenseNotAccepted,
            file.Name,
            $"{(file.License is null ? "The" : $"{file.Name} of the")} pack {pack.Name} comes under the licence {license.Id}{(license.CommercialUse ? "" : ", which allows no commercial use")}, and it has not been accepted.{terms}"
            + $" Once you have read and accept it, pass --accept-license {license.Id} on the command line, or set ARGUS_ACCEPT_LICENSE={license.Id}.");
    }

    private async Task<(string? Path, PackFault? Fault)> GetAsync(ModelPack pack, ModelFile file, ModelFinder finder, ModelFetcher fetcher, CancellationToken cancel)
    {
        var found = finder.Find(file.Name, file.Bytes, file.Sha256, pack.Folder, trustMemory: false, cancel);
        if (found.Path is not null)
            return (found.Path, null);
        string wrong = found.Wrong is null ? "" : $" {found.Wrong}";
        if (file.Urls.IsEmpty && file.Archive is null)
        {
            var kind = found.Wrong is null ? PackFaultKind.NotFound : PackFaultKind.WrongBytes;
            return (null, new PackFault(kind, file.Name, $"{file.Name} (sha256 {file.Sha256}) was not found and its pack names no address for it.{wrong}"));
        }

        string target = finder.CachePathOf(file.Name, file.Sha256);
        try
        {
            if (await fetcher.FetchAsync(file, target, cancel) is not { } fault)
                return (target, null);
            return fault.Kind == PackFaultKind.CacheUnusable
                ? (null, CacheFault(file, fault.Reason))
                : (null, new PackFault(fault.Kind, file.Name, $"{file.Name} could not be downloaded. {fault.Reason}.{wrong}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, CacheFault(file, e.Message));
        }
    }

    private PackFault CacheFault(ModelFile file, string reason) => new(
        PackFaultKind.CacheUnusable,
        file.Name,
        $"{file.Name} has to be downloaded, but the cache {options.CachePath} cannot take it: {reason.TrimEnd('.')}. Set MODEL_CACHE_DIR to a folder with room that can be written, or put the file into a folder named in ARGUS_MODEL_PATH.");

    private ImmutableArray<string> Folders(ModelPack pack) => [options.CachePath, .. options.SearchPaths, .. pack.Folder is null ? [] : (string[])[pack.Folder]];
}
