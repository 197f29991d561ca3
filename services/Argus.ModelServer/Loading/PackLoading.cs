using System.Collections.Immutable;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ModelServer.Configuration;

namespace Argus.ModelServer.Loading;

/// <summary>A pack on its way from files to warm graphs.</summary>
internal sealed class PackLoading : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private PackLoading(ServerOptions options, WorkerPool pool, TimeProvider time) =>
        Result = Task.Run(() => LoadAsync(options, pool, time));

    /// <summary>The warm models; a <see cref="ModelLoadException"/> where there are none.</summary>
    public Task<LoadedModels> Result { get; }

    /// <summary>Told of downloads.</summary>
    public DownloadLog Downloads { get; } = new();

    /// <summary>Optional files that are missing, and why; set before <see cref="Result"/>.</summary>
    public ImmutableArray<PackFault> LeftOut { get; private set; } = [];

    /// <summary>What to tell of the folder of downloads, or null; set before <see cref="Result"/>.</summary>
    public string? CacheNote { get; private set; }

    /// <summary>Begins at once.</summary>
    public static PackLoading Start(ServerOptions options, WorkerPool pool, TimeProvider time) => new(options, pool, time);

    /// <summary>Gives up what has not ended.</summary>
    public Task CancelAsync() => _stop.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<LoadedModels> LoadAsync(ServerOptions options, WorkerPool pool, TimeProvider time)
    {
        var read = PackCatalog.Shipped.Read(options.Pack);
        if (read.Pack is null)
            throw new ModelLoadException(string.Join(Environment.NewLine, read.Violations));
        var store = CacheFolder.Settle(options.Store, out string? note);
        CacheNote = note;
        var resolved = await new ModelStore(store, time).ResolveAsync(read.Pack, Downloads, _stop.Token);
        LeftOut = resolved.LeftOut;
        var pack = resolved.Pack ?? throw new ModelLoadException(resolved.Explanation);
        var models = Load(pack, options, pool);
        try
        {
            WarmUp.Run(models, _stop.Token);
            // The bytes of the graphs were read for the native library alone; no collection would come for them soon.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return models;
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    private static LoadedModels Load(ResolvedPack pack, ServerOptions options, WorkerPool pool)
    {
        var faces = pack.Files.ContainsKey(ModelRole.Detector) ? FaceEngine.Load(pack, options.Engine, pool) : null;
        try
        {
            var images = pack.Files.ContainsKey(ModelRole.ImageEncoder) ? ImageEncoder.Load(pack, options.Hardware, options.Limits) : null;
            return faces is null && images is null
                ? throw new ModelLoadException($"The pack {pack.Pack.Name} has neither a detector nor an image encoder: there is nothing to serve.")
                : new LoadedModels(pack, faces, images);
        }
        catch
        {
            faces?.Dispose();
            throw;
        }
    }
}
