using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// Vectors in files of a folder, searched exactly by a look at every one. Writes survive <c>kill -9</c> once they return; readers never wait for writers.
/// Memory: four bytes a value (one where quantised) and about 150 bytes a point.
/// </summary>
public sealed class EmbeddedVectorStore : IVectorStore
{
    private const string Temporary = ".new";
    private const string Dropped = ".dropped";
    private readonly EmbeddedVectorOptions _options;
    private readonly ILogger _logger;
    private readonly FolderLock _lock;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, EmbeddedCollection> _collections = new();

    /// <summary>Opens the folder and reads every collection into memory.</summary>
    /// <exception cref="ArgumentException">An option is out of bounds.</exception>
    /// <exception cref="VectorStoreRefusedException">Another process uses the folder, or a file of it is damaged.</exception>
    public EmbeddedVectorStore(EmbeddedVectorOptions options, ILogger<EmbeddedVectorStore>? logger = null)
    {
        options.Check();
        _options = options with { Folder = Path.GetFullPath(options.Folder) };
        _logger = logger ?? NullLogger<EmbeddedVectorStore>.Instance;
        Directory.CreateDirectory(_options.Folder);
        _lock = new FolderLock(_options.Folder);
        try
        {
            foreach (string folder in Directory.EnumerateDirectories(_options.Folder))
                OpenFolder(folder);
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task EnsureAsync(VectorCollection collection, CancellationToken cancellationToken = default) => await MakeAsync(collection, cancellationToken);

    /// <inheritdoc/>
    public Task<VectorCollection?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        return Task.FromResult(_collections.TryGetValue(name, out var found) ? found.Collection : null);
    }

    /// <inheritdoc/>
    public async Task DropAsync(string name, CancellationToken cancellationToken = default)
    {
        VectorCollection.CheckName(name);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!_collections.TryRemove(name, out var collection))
                return;
            await collection.DisposeAsync();
            string away = Path.Combine(_options.Folder, Dropped);
            if (Directory.Exists(away))
                Directory.Delete(away, recursive: true);
            Directory.Move(Path.Combine(_options.Folder, name), away);
            Directory.Delete(away, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VectorStoreUnavailableException($"Cannot delete collection '{name}' in {_options.Folder}: {error.Message}", error);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public async Task UpsertAsync(VectorCollection collection, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken = default)
    {
        WriteOperation[] operations = [.. VectorBatch.Prepare(collection, points).Select(WriteOperation.Put)];
        var kept = await MakeAsync(collection, cancellationToken);
        await kept.WriteAsync(new WriteRequest { Operations = operations }).WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default) =>
        WriteAsync(collection, new WriteRequest { Operations = [.. ids.Select(WriteOperation.Delete)] }, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(VectorCollection collection, VectorFilter filter, CancellationToken cancellationToken = default) =>
        WriteAsync(collection, new WriteRequest { Where = new RowFilter(filter) }, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorPoint>> GetAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default)
    {
        var kept = Find(collection);
        IReadOnlyList<VectorPoint> points = kept is null ? [] : [.. ids.Distinct().Select(kept.Find).OfType<Place>().Select(p => p.Segment.ReadPoint(p.Row))];
        return Task.FromResult(points);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VectorHit>> SearchAsync(VectorCollection collection, VectorQuery query, CancellationToken cancellationToken = default)
    {
        float[] vector = UnitVector.Of(query.Vector, collection);
        if (Find(collection) is not { } kept)
            return [];
        float[] padded = new float[new RowLayout(collection.Dimension, _options.Quantised).Stride];
        vector.CopyTo(padded, 0);
        var scan = new ScanQuery(padded, collection.Dimension, query.Limit, query.Threshold ?? float.NegativeInfinity, new RowFilter(query.Filter));
        var found = _options.Quantised
            ? await QuantisedScan.SearchAsync(kept.Snapshot, scan, _options.Threads, cancellationToken)
            : await FloatScan.SearchAsync(kept.Snapshot, scan, _options.Threads, cancellationToken);
        return [.. found.Select(f => new VectorHit(f.Place.Id, f.Score, f.Place.Segment.ReadPayload(f.Place.Row)))];
    }

    /// <inheritdoc/>
    public Task<VectorPage> ScrollAsync(VectorCollection collection, VectorScroll scroll, CancellationToken cancellationToken = default)
    {
        var snapshot = Find(collection)?.Snapshot;
        return snapshot is null ? Task.FromResult(new VectorPage([], null)) : Task.Run(() => Page(snapshot, scroll), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> CountAsync(VectorCollection collection, VectorFilter? filter = null, CancellationToken cancellationToken = default)
    {
        var snapshot = Find(collection)?.Snapshot;
        return snapshot is null || filter is null ? Task.FromResult(snapshot?.Live ?? 0) : Task.Run(() => snapshot.Rows(new RowFilter(filter)).LongCount(), cancellationToken);
    }

    /// <summary>Rewrites a collection so that nothing dead is left on disk. It happens by itself where half of a file is dead; readers do not wait, writers do.</summary>
    public Task CompactAsync(VectorCollection collection, CancellationToken cancellationToken = default) =>
        WriteAsync(collection, new WriteRequest { Compact = true }, cancellationToken);

    /// <summary>Finishes the writes that have come, and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var collection in _collections.Values)
            await collection.DisposeAsync();
        _lock.Dispose();
        _gate.Dispose();
    }

    private static VectorPage Page(VectorSnapshot snapshot, VectorScroll scroll)
    {
        var places = IdPage.Of(snapshot, scroll.From ?? default, new RowFilter(scroll.Filter), scroll.Limit + 1);
        return new VectorPage([.. places.Take(scroll.Limit).Select(p => p.Segment.ReadPoint(p.Row))], places.Length > scroll.Limit ? places[^1].Id : null);
    }

    private void OpenFolder(string folder)
    {
        if (Path.GetFileName(folder).StartsWith('.'))
            Directory.Delete(folder, recursive: true);
        else
            _collections[Path.GetFileName(folder)] = new EmbeddedCollection(folder, _options, _logger);
    }

    private EmbeddedCollection? Find(VectorCollection collection)
    {
        if (!_collections.TryGetValue(collection.Name, out var found))
            return null;
        collection.CheckAgainst(found.Collection);
        return found;
    }

    private async Task<EmbeddedCollection> MakeAsync(VectorCollection collection, CancellationToken cancellationToken)
    {
        if (Find(collection) is { } there)
            return there;
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (Find(collection) is { } made)
                return made;
            string folder = Path.Combine(_options.Folder, collection.Name);
            EmbeddedCollection.Create(folder, Path.Combine(_options.Folder, Temporary), collection);
            return _collections[collection.Name] = new EmbeddedCollection(folder, _options, _logger);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new VectorStoreUnavailableException($"Cannot make collection '{collection.Name}' in {_options.Folder}: {error.Message}", error);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task WriteAsync(VectorCollection collection, WriteRequest request, CancellationToken cancellationToken) =>
        Find(collection) is { } kept ? kept.WriteAsync(request).WaitAsync(cancellationToken) : Task.CompletedTask;
}
