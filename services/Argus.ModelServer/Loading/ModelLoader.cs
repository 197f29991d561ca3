using System.Diagnostics.Metrics;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ModelServer.Chat;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Inference;

namespace Argus.ModelServer.Loading;

/// <summary>Puts the models into service while the server already answers probes; at shutdown takes readiness away first and the models last.</summary>
internal sealed class ModelLoader(
    ServerOptions options,
    PackLoading loading,
    ServerModels models,
    WorkerPool pool,
    InferenceMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ModelLoader> log) : IHostedLifecycleService
{
    private bool _stopping;
    private Task _watch = Task.CompletedTask;

    /// <summary>Ends when the models answer, or cannot.</summary>
    internal Task Settled { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(Info, Fallback, () => models.State.Phase == ServerPhase.Ready ? 1 : 0);
        loading.Downloads.To(log);
        Settled = ServeAsync();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The first step of a shutdown, before the listener closes.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        bool served = models.State.Phase == ServerPhase.Ready;
        await CancelAsync();
        if (served && options.DrainDelay > TimeSpan.Zero)
            await Task.Delay(options.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last step: the listener has closed and its requests have ended.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await Settled;
        await _watch;
        await pool.DisposeAsync();
        if (models.State.Models is { } loaded)
            await loaded.DisposeAsync();
    }

    /// <summary>In place of a shutdown, where the host could not start: a process that ends while graphs are being loaded may crash.</summary>
    public async Task GiveUpAsync()
    {
        await CancelAsync();
        await StoppedAsync(CancellationToken.None);
    }

    private Task CancelAsync()
    {
        _stopping = true;
        models.Stop();
        return loading.CancelAsync();
    }

    private async Task ServeAsync()
    {
        long start = time.GetTimestamp();
        try
        {
            var loaded = await loading.Result;
            models.Serve(loaded);
            if (loading.CacheNote is { } note)
                Log.Cache(log, note);
            foreach (var left in loading.LeftOut)
                Log.LeftOut(log, left.File, left.Message);
            foreach (string warning in loaded.Sessions().SelectMany(s => s.Session.Audit.Warnings).Distinct())
                Log.Provider(log, warning);
            if (loaded.Remote is { } remote)
                _watch = new RelayWatch(remote, models, time, log).RunAsync(lifetime.ApplicationStopping);
            Log.Ready(log, loaded.Pack.Pack.Name, loaded.Pack.Digest, string.Join(", ", loaded.Providers), time.GetElapsedTime(start).TotalMilliseconds);
            if (loaded.Scores.Fault is { } fault)
                Log.NoScores(log, fault);
            if (loaded.Selftest)
                Log.Selftest(log);
        }
        catch (OperationCanceledException) when (_stopping)
        {
            // Stopped before it was ready.
        }
        catch (ModelLoadException e)
        {
            Fail(e.Message, null);
        }
        catch (Exception e)
        {
            Fail($"Loading the pack {options.Pack} failed: {e.Message}", e);
        }
    }

    private void Fail(string reason, Exception? error)
    {
        Log.Failed(log, error, reason);
        models.Fail(reason);
        // Not while the host starts: the listener would end with an exception of its own.
        lifetime.ApplicationStarted.Register(lifetime.StopApplication);
    }

    private IEnumerable<Measurement<int>> Info()
    {
        if (models.State.Models is not { } loaded)
            yield break;
        foreach (var (role, session) in loaded.Sessions())
        {
            yield return new Measurement<int>(
                1,
                new("pack", loaded.Pack.Pack.Name),
                new("digest", loaded.Pack.Digest),
                new("role", LoadedModels.NameOf(role)),
                new("graph", session.Name),
                new("provider", session.Audit.Actual[0]));
        }
    }

    private IEnumerable<Measurement<int>> Fallback() => models.State.Models is { } loaded ? [new Measurement<int>(loaded.FallbackNodes)] : [];
}
