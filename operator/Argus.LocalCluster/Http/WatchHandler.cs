using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>watch: the changes of one kind as they happen, one JSON line each.</summary>
internal sealed class WatchHandler(ObjectStore store, ObjectAnswers answers, CatalogHolder catalog, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);

    // A watch without a timeout of its own ends after this, as the real server's do after half an hour to an hour.
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(45);

    public async Task<StatusFault?> WatchAsync(ApiCall call)
    {
        if (ListOptions.Read(call.Query, call.Resource, watch: true, out var options) is { } bad)
            return bad;
        ulong asked = 0;
        if (options.ResourceVersion is not ("" or "0") && !ulong.TryParse(options.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out asked))
            return StatusFault.Internal($"resourceVersion: Invalid value: \"{options.ResourceVersion}\": strconv.ParseUint: parsing \"{options.ResourceVersion}\": invalid syntax");

        asked = Math.Min(asked, long.MaxValue);
        call.Http.Response.ContentType = "application/json";
        call.Http.Response.Headers.CacheControl = "no-cache, private";
        using var end = new CancellationTokenSource(options.Timeout ?? LongestWatch, clock);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, end.Token, lifetime.ApplicationStopping, catalog.GoneToken(call.Resource));
        var stream = new WatchStream(call, options, answers, call.Http.Response.BodyWriter);
        try
        {
            await RunAsync(stream, options, (long)asked, any.Token, call.Aborted);
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            // Nobody listens any more, or the version that was waited for did not come in time.
        }
        return null;
    }

    // Until it is over, which is told after everything that happened before: who watches a kind that is taken away learns of its last objects.
    private async Task RunAsync(WatchStream stream, ListOptions options, long asked, CancellationToken over, CancellationToken aborted)
    {
        var (change, bookmark) = Begin(stream, options, asked);
        if (change is null)
        {
            await stream.WriteExpiredAsync(asked, store.Changes(stream.Resource.StorageKey).ForgottenVersion, aborted);
            return;
        }
        if (bookmark is { } version)
            stream.WriteBookmark(version, initialEnd: true);
        await stream.FlushAsync(aborted);
        if (asked > store.State.Version)
            await store.ReachAsync(asked, over);

        var log = store.Changes(stream.Resource.StorageKey);
        Change? last = null;
        while (true)
        {
            if (over.IsCancellationRequested)
                last ??= log.Last;
            if (change == last || !change.Next.IsCompleted)
            {
                await stream.FlushAsync(aborted);
                if (last is not null)
                    return;
                await NextOrBookmarkAsync(stream, options, change, over);
                continue;
            }
            change = change.Next.Result;
            if (change.Version < log.ForgottenVersion)
            {
                // Too slow for as long as the history is: the client must list again.
                await stream.WriteExpiredAsync(change.Version, log.ForgottenVersion, aborted);
                return;
            }
            if (change.Version > asked)
                stream.Write(change);
            if (stream.Unflushed > 64 * 1024)
                await stream.FlushAsync(aborted);
        }
    }

    // Where to go on from; and the version of the bookmark that ends the initial events, if one is due.
    private (Change? From, long? Bookmark) Begin(WatchStream stream, ListOptions options, long asked)
    {
        var log = store.Changes(stream.Resource.StorageKey);
        bool initial = options.SendInitialEvents ?? asked == 0;
        if (!initial)
            return (asked == 0 ? log.Last : log.At(asked), null);
        // In this order: a change in between is then in the state, and is skipped when it comes.
        var from = log.Last;
        var state = store.State;
        foreach (var stored in state.Of(stream.Resource.StorageKey).In(stream.Namespace))
            stream.WriteInitial(stored);
        stream.SeenUpTo = state.Version;
        return (from, options is { Bookmarks: true, SendInitialEvents: true } ? state.Version : null);
    }

    private async Task NextOrBookmarkAsync(WatchStream stream, ListOptions options, Change change, CancellationToken over)
    {
        try
        {
            await change.Next.WaitAsync(options.Bookmarks ? BookmarkEvery : Timeout.InfiniteTimeSpan, clock, over);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // What happened before is still to be told.
        }
        catch (TimeoutException)
        {
            // Read before it is known that nothing has come: what comes after is newer than the bookmark.
            long version = store.State.Version;
            if (!change.Next.IsCompleted)
                stream.WriteBookmark(version, initialEnd: false);
        }
    }
}
