using System.Diagnostics.Metrics;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Inference;

namespace Argus.ModelServer.Loading;

/// <summary>Loads and warms up the pack while the server already answers probes; at shutdown takes readiness away first and the models last.</summary>
internal sealed class ModelLoader(
    ServerOptions options,
    ServerModels models,
    WorkerPool pool,
    InferenceMetrics metrics,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<ModelLoader> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Ends when the models answer, or cannot.</summary>
    internal Task Loading { get; private set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        metrics.Observe(Info, Fallback, () => models.State.Phase == ServerPhase.Ready ? 1 : 0);
        Loading = Task.Run(LoadAsync, CancellationToken.None);
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
        models.Stop();
        await _stop.CancelAsync();
        if (served && options.DrainDelay > TimeSpan.Zero)
            await Task.Delay(options.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The last step: the listener has closed and its requests have ended.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await Loading;
        await pool.DisposeAsync();
        models.State.Models?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task LoadAsync()
    {
        long start = time.GetTimestamp();
        try
        {
            var pack = await ResolveAsync(_stop.Token);
            var loaded = Load(pack);
            foreach (string warning in loaded.Sessions().SelectMany(s => s.Session.Audit.Warnings).Distinct())
                Log.Provider(log, warning);
            WarmUp.Run(loaded, _stop.Token);
            models.Serve(loaded);
            Log.Ready(log, pack.Pack.Name, pack.Digest, string.Join(", ", loaded.Providers), time.GetElapsedTime(start).TotalMilliseconds);
            if (loaded.Selftest)
                Log.Selftest(log);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
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

    private async Task<ResolvedPack> ResolveAsync(CancellationToken cancel)
    {
        var read = PackCatalog.Shipped.Read(options.Pack);
        if (read.Pack is null)
            throw new ModelLoadException(string.Join(Environment.NewLine, read.Violations));
        var resolved = await new ModelStore(options.Store, time).ResolveAsync(read.Pack, new DownloadLog(log), cancel);
        foreach (var fault in resolved.LeftOut)
            Log.LeftOut(log, fault.File, fault.Message);
        return resolved.Pack ?? throw new ModelLoadException(string.Join(Environment.NewLine, resolved.Faults.Select(f => f.Message)));
    }

    private LoadedModels Load(ResolvedPack pack)
    {
        var faces = pack.Files.ContainsKey(ModelRole.Detector) ? FaceEngine.Load(pack, options.Engine, pool) : null;
        var images = pack.Files.ContainsKey(ModelRole.ImageEncoder) ? ImageEncoder.Load(pack, options.Hardware, options.Limits) : null;
        return faces is null && images is null
            ? throw new ModelLoadException($"The pack {pack.Pack.Name} has neither a detector nor an image encoder: there is nothing to serve.")
            : new LoadedModels(pack, faces, images);
    }

    private void Fail(string reason, Exception? error)
    {
        Log.Failed(log, error, reason);
        models.Fail(reason);
        lifetime.StopApplication();
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
