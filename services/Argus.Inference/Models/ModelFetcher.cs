using System.Security.Cryptography;
using System.Text;

namespace Argus.Inference.Models;

/// <summary>Gets the files of one pack into the cache: from their own addresses first, then out of their archive.</summary>
internal sealed class ModelFetcher(ModelStoreOptions options, TimeProvider time, ModelFinder finder, IProgress<ModelProgress>? progress) : IDisposable
{
    private readonly Downloader _downloader = new(options, time);
    private readonly HashSet<string> _archives = [];

    /// <summary>Fetches a file.</summary>
    /// <returns>Null once the target is there with the right bytes, or why it is not.</returns>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public async Task<DownloadFault?> FetchAsync(ModelFile file, string target, CancellationToken cancel)
    {
        using var held = await LockAsync(file.Name, target, cancel);
        // Another process may have brought it while this one waited.
        if (IsThere(target, file.Sha256, cancel))
            return null;

        DownloadFault? direct = null;
        if (!file.Urls.IsEmpty)
        {
            direct = await _downloader.FetchAsync(new Download(file.Name, file.Urls, file.Bytes, file.Sha256, target), progress, cancel);
            if (direct is null || direct.Kind == PackFaultKind.CacheUnusable)
                return direct;
        }

        if (file.Archive is not { } archive)
            return direct;
        var packed = await FromArchiveAsync(file, archive, target, cancel);
        return packed is null || direct is null ? packed : packed with { Reason = $"{direct.Reason}; {packed.Reason}" };
    }

    /// <summary>Deletes the archives that were downloaded: all that is wanted of them is out.</summary>
    public void DropArchives()
    {
        foreach (string path in _archives)
            File.Delete(path);
    }

    public void Dispose() => _downloader.Dispose();

    private async Task<DownloadFault?> FromArchiveAsync(ModelFile file, ModelArchive archive, string target, CancellationToken cancel)
    {
        string name = Path.GetFileName(archive.Url.AbsolutePath);
        string zip = finder.CachePathOf(".zip", archive.Sha256 ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(archive.Url.ToString()))));
        string? found = archive.Sha256 is null ? null : finder.Find(name, archive.Bytes, archive.Sha256, null, trustMemory: false, cancel).Path;
        if (found is not null && found != zip)
            return await ExtractAsync(file, archive, found, target, cancel);

        using var held = await LockAsync(name, zip, cancel);
        if (_archives.Add(zip) && (archive.Sha256 is null || !IsThere(zip, archive.Sha256, cancel)))
        {
            var fault = await _downloader.FetchAsync(new Download(name, [archive.Url], archive.Bytes, archive.Sha256, zip), progress, cancel);
            if (fault is not null)
            {
                _archives.Remove(zip);
                return fault;
            }
        }

        return await ExtractAsync(file, archive, zip, target, cancel);
    }

    private async Task<DownloadFault?> ExtractAsync(ModelFile file, ModelArchive archive, string zip, string target, CancellationToken cancel)
    {
        var part = new PartialFile(target + ".part");
        part.Delete();
        string? wrong = await ArchiveMember.ExtractAsync(zip, archive.Member, file.Bytes, options.MaxUnknownBytes, part.Path, cancel);
        if (wrong is null)
        {
            string found = FileHash.Compute(part.Path, cancel);
            if (found == file.Sha256)
            {
                part.Publish(target);
                return null;
            }

            wrong = $"its member {archive.Member} has other bytes: expected sha256 {file.Sha256}, found {found}";
        }

        part.Delete();
        return new DownloadFault(PackFaultKind.WrongBytes, $"{archive.Url}: {wrong.TrimEnd('.')}");
    }

    private Task<IDisposable> LockAsync(string name, string target, CancellationToken cancel) =>
        CacheLock.TakeAsync(target, time, () => progress?.Report(new ModelProgress(name, 0, 0, "another process is fetching it; waiting")), cancel);

    private static bool IsThere(string target, string sha256, CancellationToken cancel) =>
        File.Exists(target) && FileHash.Compute(target, cancel) == sha256;
}
