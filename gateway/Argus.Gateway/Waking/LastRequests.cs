using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Argus.Gateway.Balancing;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;

namespace Argus.Gateway.Waking;

/// <summary>
/// Writes onto ModelDeployments that may go to zero when they were last asked for: the operator lets the last pod go by it, and wakes one.
/// Written at once where no pod runs, and again as long as somebody waits for one; else four times in the time after which the pod goes.
/// </summary>
internal sealed class LastRequests(LiveRoutes live, KubernetesClient client, TimeProvider time, ILogger<LastRequests> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly Channel<ObjectKey> _wanted = Channel.CreateBounded<ObjectKey>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<ObjectKey, long> _written = [];

    /// <summary>Somebody waits for a pod of it.</summary>
    public void Wake(LiveBackend backend) => _wanted.Writer.TryWrite(backend.Backend.Key);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var wanted = _wanted.Reader.WaitToReadAsync(stoppingToken).AsTask();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAny(tick, wanted);
            if (stoppingToken.IsCancellationRequested)
                return;
            if (wanted.IsCompleted)
            {
                while (_wanted.Reader.TryRead(out var key))
                    await WriteAsync(key, Shortest, stoppingToken);
                wanted = _wanted.Reader.WaitToReadAsync(stoppingToken).AsTask();
            }

            if (!tick.IsCompleted)
                continue;
            tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            foreach (var backend in live.Current.Backends.Where(b => b.Backend.SleepsAfter is not null && IsAsked(b.Upstream)))
                await WriteAsync(backend.Backend.Key, PauseOf(backend), stoppingToken);
        }
    }

    // A write that was lost must not cost those who wait their whole deadline.
    private static TimeSpan PauseOf(LiveBackend backend) =>
        backend.HasPods ? TimeSpan.FromTicks(Math.Max(Shortest.Ticks, backend.Backend.SleepsAfter!.Value.Ticks / 4)) : Shortest;

    private bool IsAsked(Upstream upstream) => upstream.InFlight > 0 || upstream.LastRequest > _written.GetValueOrDefault(upstream.Key, long.MinValue);

    private async Task WriteAsync(ObjectKey key, TimeSpan notBefore, CancellationToken cancel)
    {
        long now = time.GetTimestamp();
        if (_written.TryGetValue(key, out long before) && time.GetElapsedTime(before, now) < notBefore)
            return;
        string at = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        byte[] patch = Encoding.UTF8.GetBytes("""{"metadata":{"annotations":{"argus.dev/last-request":""" + $"\"{at}\"" + "}}}");
        // Noted even where it fails: the next try comes soon enough, and an API server that is away is not stormed.
        _written[key] = now;
        try
        {
            await client.PatchAsync<ModelDeployment>(key.Name, key.Namespace, PatchType.Merge, patch, null, cancel);
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or TimeoutException)
        {
            Log.NotWritten(log, key.ToString(), e.Message);
        }
    }
}
