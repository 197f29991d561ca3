using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Auth;

/// <summary>Tells when files of a folder may have changed: by the system's word where it gives one, and every 30 s, because mounts do not always tell.</summary>
/// <param name="folder">The folder.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Told where the system gives no word.</param>
public sealed class FileWatch(string folder, TimeProvider time, ILogger log)
{
    /// <summary>How often it tells in any case.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    // A file is seldom written in one step.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Calls until it is cancelled.</summary>
    public async Task RunAsync(Action changed, CancellationToken cancel)
    {
        using var watcher = Watch();
        using var timer = new PeriodicTimer(Interval, time);
        var tick = timer.WaitForNextTickAsync(cancel).AsTask();
        var told = _changes.Reader.WaitToReadAsync(cancel).AsTask();
        while (true)
        {
            await await Task.WhenAny(tick, told);
            if (tick.IsCompleted)
                tick = timer.WaitForNextTickAsync(cancel).AsTask();
            if (told.IsCompleted)
            {
                await Task.Delay(Settling, time, cancel);
                // Before the look: what changes while it is read is told once more.
                _changes.Reader.TryRead(out _);
                told = _changes.Reader.WaitToReadAsync(cancel).AsTask();
            }

            changed();
        }
    }

    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => Tell();
            watcher.Created += (_, _) => Tell();
            watcher.Deleted += (_, _) => Tell();
            watcher.Renamed += (_, _) => Tell();
            watcher.EnableRaisingEvents = true;
            // What happened before it watched.
            Tell();
            return watcher;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            Log.NotWatched(log, folder, Interval.TotalSeconds, e.Message);
            return null;
        }
    }

    private void Tell() => _changes.Writer.TryWrite(true);
}
