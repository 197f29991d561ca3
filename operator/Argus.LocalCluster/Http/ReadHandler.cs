using System.Globalization;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Http;

/// <summary>get and list.</summary>
internal sealed class ReadHandler(ObjectStore store, ObjectAnswers answers, TimeProvider clock)
{
    // How long a caller that asks for a version of the future is kept waiting.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<StatusFault?> GetAsync(ApiCall call)
    {
        if (await AwaitVersionAsync(call, call.Query["resourceVersion"].ToString()) is { } fault)
            return fault;
        if (store.State.Find(call.Key) is not { } stored)
            return StatusFault.NotFound(call.Resource, call.Request.Name!);
        await answers.WriteAsync(call, 200, call.Resource.Bytes(stored));
        return null;
    }

    public async Task<StatusFault?> ListAsync(ApiCall call)
    {
        if (ListOptions.Read(call.Query, call.Resource, watch: false, out var options) is { } bad)
            return bad;
        ContinueToken? token = null;
        if (options.Continue.Length > 0)
        {
            if (options.ResourceVersion is not ("" or "0"))
                return StatusFault.BadRequest("specifying resource version is not allowed when using continue");
            if (ContinueToken.Read(options.Continue, out token) is { } badToken)
                return badToken;
        }
        else if (await AwaitVersionAsync(call, options.ResourceVersion) is { } fault)
            return fault;

        if (Objects(call, options, token, out var objects, out long version) is { } expired)
            return expired;
        var page = Page(call, options, objects!, token, out string? after, out long? remaining);
        string? next = after is null ? null : new ContinueToken(version, after).ToString();
        await answers.WriteListAsync(call, page, version, next, remaining);
        return null;
    }

    /// <summary>Waits for a version of the future for a little while; says what is wrong with one that never comes or is no number.</summary>
    private async Task<StatusFault?> AwaitVersionAsync(ApiCall call, string text)
    {
        if (text is "" or "0")
            return null;
        if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong version))
            return StatusFault.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
        // Beyond all that can ever be is of the future too.
        version = Math.Min(version, long.MaxValue);
        if ((long)version <= store.State.Version)
            return null;
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, patience.Token);
        try
        {
            await store.ReachAsync((long)version, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return StatusFault.TooLargeVersion((long)version, store.State.Version);
        }
    }

    private StatusFault? Objects(ApiCall call, ListOptions options, ContinueToken? token, out ResourceObjects? objects, out long version)
    {
        var state = store.State;
        objects = state.Of(call.Resource.StorageKey);
        version = state.Version;
        long? exact = token is { Version: > 0 } ? token.Version
            : options.ResourceVersionMatch == "Exact" || (options.Limit > 0 && options.ResourceVersionMatch.Length == 0 && options.ResourceVersion is not ("" or "0"))
                ? (long)Math.Min(ulong.Parse(options.ResourceVersion, CultureInfo.InvariantCulture), long.MaxValue)
                : null;
        if (exact is not { } at || at == version)
            return null;
        version = at;
        objects = at > state.Version ? objects : store.ObjectsAt(call.Resource.StorageKey, at);
        if (objects is not null)
            return null;
        return token is null
            ? new StatusFault(410, "Expired", "The resourceVersion for the provided list is too old.")
            : new StatusFault(410, "Expired",
                "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.")
            {
                Continue = token.Inconsistent().ToString(),
            };
    }

    private static List<StoredObject> Page(ApiCall call, ListOptions options, ResourceObjects objects, ContinueToken? token, out string? after, out long? remaining)
    {
        after = null;
        remaining = null;
        var page = new List<StoredObject>();
        int seen = 0;
        string? ns = call.ListNamespace;
        foreach (var stored in Candidates(objects, ns, options))
        {
            seen++;
            // Keys are in the order of the list, so all up to the last one of the page before are skipped.
            if (token is not null && string.CompareOrdinal(Place(stored, ns), token.After) <= 0)
                continue;
            if (!options.Labels.Matches(stored.Facts.Labels) || !options.Fields.Matches(stored))
                continue;
            if (options.Limit > 0 && page.Count == options.Limit)
            {
                after = Place(page[^1], ns);
                remaining = options.Labels.IsEmpty && options.Fields.IsEmpty ? objects.CountIn(ns) - seen + 1 : null;
                break;
            }
            page.Add(stored);
        }
        return page;
    }

    private static IEnumerable<StoredObject> Candidates(ResourceObjects objects, string? ns, ListOptions options) =>
        ns is not null && options.Fields.Name is { } name
            ? objects.Find(ns, name) is { } only ? [only] : []
            : objects.In(ns);

    private static string Place(StoredObject stored, string? ns) => ns is null ? $"{stored.Key.Namespace}/{stored.Key.Name}" : stored.Key.Name;
}
