using Argus.ModelServer.Configuration;
using Argus.ModelServer.Loading;

namespace Argus.ModelServer.Classes;

/// <summary>Looks again, from time to time, at the file of classes outside the pack, so that new centroids need no restart.</summary>
internal sealed class ClassesReload(ServerOptions options, PackLoading loading, TimeProvider time, ILogger<ClassesReload> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Where the pack does not load, its own messages say so.
        await ((Task)loading.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!loading.Result.IsCompletedSuccessfully)
            return;
        var classes = (await loading.Result).Classes;
        Tell(classes);
        if (!classes.CanChange || options.ClassesReload <= TimeSpan.Zero)
            return;
        try
        {
            while (true)
            {
                await Task.Delay(options.ClassesReload, time, stoppingToken);
                if (await classes.RefreshAsync(stoppingToken))
                    Tell(classes);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void Tell(FaceClasses classes)
    {
        if (classes.Fault is { } fault)
            Log.Fault(log, fault);
        else if (classes.Current.Value is { } known)
            Log.Serving(log, known.File.Classes.Count, known.Digest);
    }
}
