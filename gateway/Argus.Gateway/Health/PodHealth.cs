using System.Collections.Concurrent;
using Argus.Gateway.Balancing;
using Argus.Gateway.Proxying;
using Argus.Kube.Api;

namespace Argus.Gateway.Health;

/// <summary>What pods say of themselves. Of a deployment one question is under way at a time, and all who ask meanwhile get its answer: callers, who need no key for it, cannot make pods busy.</summary>
/// <param name="pods">Connections.</param>
/// <param name="time">Clock.</param>
internal sealed class PodHealth(PodConnections pods, TimeProvider time)
{
    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ObjectKey, Lazy<Task<byte[]?>>> _open = [];

    /// <summary>Asks one of the pods of a deployment's model.</summary>
    /// <param name="backend">The deployment.</param>
    /// <param name="cancel">Ends when the caller hangs up; the question goes on for the others.</param>
    /// <returns>What it says, as bytes of whatever it sends; null where none says that it is well.</returns>
    public Task<byte[]?> AskAsync(LiveBackend backend, CancellationToken cancel)
    {
        var key = backend.Backend.Key;
        return _open.GetOrAdd(key, _ => new(() => AskOnceAsync(key, backend))).Value.WaitAsync(cancel);
    }

    private async Task<byte[]?> AskOnceAsync(ObjectKey key, LiveBackend backend)
    {
        try
        {
            return backend.Choose(100, null) is { } destination ? await AskAsync(destination) : null;
        }
        finally
        {
            _open.TryRemove(key, out _);
        }
    }

    private async Task<byte[]?> AskAsync(Destination destination)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, destination.Prefix + "/health");
            using var response = await pods.Invoker.SendAsync(request, limit.Token);
            if (!response.IsSuccessStatusCode)
                return null;
            await response.Content.LoadIntoBufferAsync(MaxBytes, limit.Token);
            destination.Answered();
            return await response.Content.ReadAsByteArrayAsync(limit.Token);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            // It answers, and what it says is of no use.
            return null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            destination.Failed();
            return null;
        }
    }
}
