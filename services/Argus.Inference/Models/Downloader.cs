using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace Argus.Inference.Models;

/// <summary>Brings a content from the first address that gives it, over broken connections and restarts.</summary>
internal sealed class Downloader(ModelStoreOptions options, TimeProvider time) : IDisposable
{
    // Redirects are followed by hand (their schemes and number are checked), time limits are those of Transfer.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.ConnectTimeout })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("argus", null) } },
    };

    // Hosts found out of reach, where they are not to be tried again, and why.
    private readonly Dictionary<string, string> _unreachable = [];

    /// <summary>Downloads to a file and checks the hash.</summary>
    /// <returns>Null once the target is there, or why it is not.</returns>
    /// <exception cref="IOException">The cache cannot be written.</exception>
    public async Task<DownloadFault?> FetchAsync(Download download, IProgress<ModelProgress>? progress, CancellationToken cancel)
    {
        var part = new PartialFile(download.Target + ".part");
        List<string> reasons = [];
        bool wrongBytes = false;
        foreach (var url in download.Urls)
        {
            if (_unreachable.TryGetValue(url.Authority, out string? known))
            {
                reasons.Add(known);
                continue;
            }

            var result = await TryAsync(url, download, part, progress, cancel);
            if (result.Kind == TransferKind.Complete && part.IsPieced && Mismatch(part, download, cancel) is not null)
            {
                // The first bytes are of an earlier run or another address: they may be what is wrong.
                part.Delete();
                result = await TryAsync(url, download, part, progress, cancel);
            }

            if (result.Kind == TransferKind.Disk)
                return new DownloadFault(PackFaultKind.CacheUnusable, result.Reason);
            if (result.Kind == TransferKind.Complete && Mismatch(part, download, cancel) is { } found)
            {
                wrongBytes = true;
                result = TransferResult.GiveUp($"it gave other bytes: expected sha256 {download.Sha256}, found {found}");
                part.Delete();
            }

            if (result.Kind == TransferKind.Complete)
            {
                part.Publish(download.Target);
                return null;
            }

            if (result.Kind == TransferKind.Unreachable)
            {
                reasons.Add(result.Reason);
                if (!options.RetryUnreachable)
                    _unreachable[url.Authority] = result.Reason;
                continue;
            }

            reasons.Add($"{url}: {result.Reason}");
        }

        return new DownloadFault(wrongBytes ? PackFaultKind.WrongBytes : PackFaultKind.DownloadFailed, string.Join("; ", reasons.Distinct()));
    }

    public void Dispose() => _http.Dispose();

    private static string? Mismatch(PartialFile part, Download download, CancellationToken cancel) =>
        download.Sha256 is { } expected && FileHash.Compute(part.Path, cancel) is var found && found != expected ? found : null;

    private async Task<TransferResult> TryAsync(Uri url, Download download, PartialFile part, IProgress<ModelProgress>? progress, CancellationToken cancel)
    {
        var transfer = new Transfer(_http, options, time);
        var delay = options.RetryDelay;
        long furthest = part.Length;
        for (int attempt = 1; ; attempt++)
        {
            var result = await transfer.RunAsync(
                url, part, download.Bytes, (done, total) => progress?.Report(new ModelProgress(download.Name, done, total, null)), cancel);
            if (result.Kind != TransferKind.Retry && !(result.Kind == TransferKind.Unreachable && options.RetryUnreachable))
                return result;
            if (part.Length > furthest)
                (furthest, attempt, delay) = (part.Length, 1, options.RetryDelay);
            if (attempt >= options.Attempts)
                return result;

            var pause = result.RetryAfter is { } asked && asked > delay ? asked : delay;
            pause = pause < options.MaxRetryDelay ? pause : options.MaxRetryDelay;
            progress?.Report(new ModelProgress(download.Name, part.Length, download.Bytes, $"{url}: {result.Reason}; again in {pause.TotalSeconds:0.##} s"));
            await Task.Delay(pause, time, cancel);
            delay *= 2;
        }
    }
}

/// <summary>A content to be fetched.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Urls">Addresses, tried in order.</param>
/// <param name="Bytes">Its size, or 0 where unknown.</param>
/// <param name="Sha256">Its hash, or null where unknown.</param>
/// <param name="Target">Where it is to lie.</param>
internal sealed record Download(string Name, ImmutableArray<Uri> Urls, long Bytes, string? Sha256, string Target);

/// <summary>Why a download failed.</summary>
/// <param name="Kind">What to react to.</param>
/// <param name="Reason">Every address with its reason, or that of the disk.</param>
internal sealed record DownloadFault(PackFaultKind Kind, string Reason);
