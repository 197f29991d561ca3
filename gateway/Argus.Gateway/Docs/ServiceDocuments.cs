using System.Buffers;
using System.Collections.Immutable;
using Argus.Gateway.Balancing;
using Argus.Gateway.Proxying;
using Argus.Kube.Api;

namespace Argus.Gateway.Docs;

/// <summary>
/// The documents of the deployments, each read from one of its pods and kept until its digest changes or that pod is gone.
/// Read when somebody asks for the joined document, by one reader at a time, and of a deployment at most once in <see cref="Pause"/>: callers cannot make pods busy with it.
/// </summary>
/// <param name="live">Routes and pods.</param>
/// <param name="digests">The digests that deployments have now.</param>
/// <param name="pods">Connections.</param>
/// <param name="time">Clock.</param>
internal sealed class ServiceDocuments(LiveRoutes live, Func<IReadOnlyDictionary<ObjectKey, string?>> digests, PodConnections pods, TimeProvider time) : IDisposable
{
    /// <summary>A deployment is asked again no sooner.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private const int AtOnce = 16;
    private const int MaxBytes = 4 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile ImmutableDictionary<ObjectKey, ServiceDocument> _current = ImmutableDictionary<ObjectKey, ServiceDocument>.Empty;

    /// <summary>What is known of every deployment, newest state; the same instance as long as nothing changed.</summary>
    /// <param name="cancel">Ends when the caller hangs up.</param>
    public async Task<ImmutableDictionary<ObjectKey, ServiceDocument>> CurrentAsync(CancellationToken cancel)
    {
        if (Stale().Count == 0)
            return _current;
        await _reading.WaitAsync(cancel);
        try
        {
            var stale = Stale();
            if (stale.Count > 0)
                await ReadAsync(stale);
            return _current;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    private List<LiveBackend> Stale()
    {
        var now = digests();
        return [.. live.Current.Backends.Where(b => b.HasPods && IsStale(b, _current.GetValueOrDefault(b.Backend.Key), now.GetValueOrDefault(b.Backend.Key)))];
    }

    private bool IsStale(LiveBackend backend, ServiceDocument? known, string? digest)
    {
        if (known is null)
            return true;
        if (time.GetElapsedTime(known.ReadAt) < Pause)
            return false;
        bool podIsThere = backend.Stable.Destinations.Contains(known.Pod!) || backend.Canary.Destinations.Contains(known.Pod!);
        return known.Content is null || !podIsThere || known.Digest != digest;
    }

    // Not ended by the caller: the others wait for the same.
    private async Task ReadAsync(List<LiveBackend> stale)
    {
        var read = new ServiceDocument[stale.Count];
        var now = digests();
        await Parallel.ForAsync(0, stale.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancel) => read[i] = await ReadAsync(stale[i], now.GetValueOrDefault(stale[i].Backend.Key), cancel));
        var table = live.Current;
        var next = _current.RemoveRange(_current.Keys.Where(k => table.Find(k) is null));
        for (int i = 0; i < read.Length; i++)
        {
            var key = stale[i].Backend.Key;
            // A pod that does not answer for once does not make the last document wrong.
            var before = next.GetValueOrDefault(key);
            next = next.SetItem(key, read[i].Content is null && before?.Content is { } kept && before.Digest == read[i].Digest ? read[i] with { Content = kept } : read[i]);
        }

        _current = next;
    }

    private async Task<ServiceDocument> ReadAsync(LiveBackend backend, string? digest, CancellationToken cancel)
    {
        // The model, not its canary, says what the deployment is.
        var pod = backend.Choose(100, null);
        var unread = new ServiceDocument(null, "no pod answers", digest, pod, time.GetTimestamp());
        if (pod is null)
            return unread;
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, pod.Prefix + "/openapi.json");
            using var response = await pods.Invoker.SendAsync(request, either.Token);
            if (!response.IsSuccessStatusCode)
                return unread with { Fault = $"its pod answers {(int)response.StatusCode} for /openapi.json" };
            var bytes = await ReadAsync(await response.Content.ReadAsStreamAsync(either.Token), either.Token);
            if (bytes is null)
                return unread with { Fault = $"its document is longer than {MaxBytes} bytes" };
            return unread with { Content = DocumentReader.Read(bytes.WrittenSpan, out string? fault), Fault = fault };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return unread;
        }
    }

    private static async Task<ArrayBufferWriter<byte>?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var bytes = new ArrayBufferWriter<byte>(64 * 1024);
        while (bytes.WrittenCount <= MaxBytes)
        {
            int count = await stream.ReadAsync(bytes.GetMemory(16 * 1024), cancel);
            if (count == 0)
                return bytes;
            bytes.Advance(count);
        }

        return null;
    }
}
