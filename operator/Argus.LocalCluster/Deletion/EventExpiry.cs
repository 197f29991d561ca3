using System.Text.Json;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Deletion;

/// <summary>Removes Events an hour after they were last seen.</summary>
internal sealed class EventExpiry(ObjectStore store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(1);
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var stored in store.State.Of("/events").In(null))
                if (LastSeen(stored) < clock.GetUtcNow() - Life)
                    store.Delete(stored);
    }

    private static DateTimeOffset LastSeen(StoredObject stored)
    {
        using var document = JsonDocument.Parse(stored.Bytes);
        var root = document.RootElement;
        return new[] { Cells.Text(root, "metadata", "creationTimestamp"), Cells.Text(root, "lastTimestamp"), Cells.Text(root, "series", "lastObservedTime"), Cells.Text(root, "eventTime") }
            .Select(Cells.Moment).Max() ?? DateTimeOffset.MaxValue;
    }
}
