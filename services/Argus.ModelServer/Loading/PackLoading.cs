using System.Collections.Immutable;
using Argus.Inference.Faces;
using Argus.Inference.Images;
using Argus.Inference.Language;
using Argus.Inference.Models;
using Argus.Inference.Scheduling;
using Argus.Inference.Sessions;
using Argus.ModelServer.Chat;
using Argus.ModelServer.Classes;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Score;

namespace Argus.ModelServer.Loading;

/// <summary>A pack on its way from files to warm graphs.</summary>
internal sealed class PackLoading : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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

    /// <summary>Why a server or a file elsewhere is still waited for, or null.</summary>
    public string? Awaited { get; private set; }

    /// <summary>Begins at once.</summary>
    public static PackLoading Start(ServerOptions options, WorkerPool pool, TimeProvider time) => new(options, pool, time);

    /// <summary>Gives up what has not ended.</summary>
    public Task CancelAsync() => _stop.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<LoadedModels> LoadAsync(ServerOptions options, WorkerPool pool, TimeProvider time)
    {
        if (options.ChatEndpoint is { } endpoint)
            return await ConnectAsync(endpoint, time);
        var read = PackCatalog.Shipped.Read(options.Pack);
        if (read.Pack is null)
            throw new ModelLoadException(string.Join(Environment.NewLine, read.Violations));
        var store = CacheFolder.Settle(options.Store, out string? note);
        CacheNote = note;
        var resolved = await new ModelStore(store, time).ResolveAsync(read.Pack, Downloads, _stop.Token);
        LeftOut = resolved.LeftOut;
        var pack = resolved.Pack ?? throw new ModelLoadException(resolved.Explanation);
        var models = await BuildAsync(pack, options, pool, time);
        try
        {
            WarmUp.Run(models, _stop.Token);
            await AwaitAsync(models.Classes, time);
            // The bytes of the graphs were read for the native library alone; no collection would come for them soon.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return models;
        }
        catch
        {
            await models.DisposeAsync();
            throw;
        }
    }

    // Classes that were promised are a part of the model: until they are there we are warming.
    private async Task AwaitAsync(FaceClasses classes, TimeProvider time)
    {
        while (classes.Owed is { } fault)
        {
            if (classes.IsRefused)
                throw new ModelLoadException(fault);
            if (fault != Awaited)
                Downloads.Report(new ModelProgress(classes.Location!, 0, 0, Awaited = fault));
            await Task.Delay(Pause, time, _stop.Token);
            await classes.RefreshAsync(_stop.Token);
        }
    }

    // It may start after us, or be restarted: until it answers we are warming.
    private async Task<LoadedModels> ConnectAsync(ChatEndpointOptions endpoint, TimeProvider time)
    {
        var remote = new RemoteChat(endpoint, time);
        try
        {
            while (await remote.CheckAsync(_stop.Token) is { } fault)
            {
                if (fault != Awaited)
                    Downloads.Report(new ModelProgress(endpoint.Url, 0, 0, Awaited = fault));
                await Task.Delay(Pause, time, _stop.Token);
            }

            var pack = new ModelPack { Name = endpoint.Model ?? "endpoint", License = new ModelLicense("as-supplied", false, false, null), Files = [] };
            var resolved = new ResolvedPack(pack, ImmutableDictionary<ModelRole, ResolvedFile>.Empty, ContractDigest.OfEndpoint(endpoint.Url, endpoint.Model));
            return new LoadedModels(resolved, null, null) { Remote = remote };
        }
        catch
        {
            remote.Dispose();
            throw;
        }
    }

    private async Task<LoadedModels> BuildAsync(ResolvedPack pack, ServerOptions options, WorkerPool pool, TimeProvider time)
    {
        FaceEngine? faces = null;
        ImageEncoder? images = null;
        FaceClasses? classes = null;
        FaceScores? scores = null;
        try
        {
            faces = pack.Files.ContainsKey(ModelRole.Detector) ? FaceEngine.Load(pack, options.Engine, pool) : null;
            images = pack.Files.ContainsKey(ModelRole.ImageEncoder) ? ImageEncoder.Load(pack, options.Hardware, options.Limits) : null;
            classes = await FaceClasses.LoadAsync(pack, faces?.EmbeddingDimension ?? 0, options.Classes, options.ClassesSha256, _stop.Token);
            scores = await FaceScores.LoadAsync(pack, faces?.EmbeddingDimension ?? 0, options.ScoreHead, _stop.Token);
            var language = pack.Language.IsEmpty ? null : LanguageModel.Load(pack, options.Hardware);
            return faces is null && images is null && language is null
                ? throw new ModelLoadException($"The pack {pack.Pack.Name} has neither a detector nor an image encoder nor a language model: there is nothing to serve.")
                : new LoadedModels(pack, faces, images, language is null ? null : new ChatScheduler(language, options.Chat, time)) { Classes = classes, Scores = scores };
        }
        catch
        {
            scores?.Dispose();
            classes?.Dispose();
            faces?.Dispose();
            images?.Dispose();
            throw;
        }
    }
}
