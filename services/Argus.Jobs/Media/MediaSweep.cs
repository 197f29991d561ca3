using Argus.Data.Jobs;
using Argus.Data.Media;

namespace Argus.Jobs.Media;

/// <summary>Once after the start: deletes files that a killed process left without an entity.</summary>
internal sealed class MediaSweep(MediaCatalog catalog, ILogger<MediaSweep> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not on the thread that starts the host.
        await Task.Yield();
        try
        {
            int gone = await catalog.SweepAsync(stoppingToken);
            if (gone > 0)
                Log.Swept(log, gone);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        catch (Exception error) when (error is JobStoreException or IOException or UnauthorizedAccessException)
        {
            Log.NotSwept(log, error);
        }
    }
}
