namespace Argus.Data.Vectors;

/// <summary>
/// Keeps vectors and finds the nearest by cosine similarity. Safe for use by many threads at once.
/// Collections are made by the first write; reading one that is not there finds nothing. All writes may be repeated without harm.
/// Every call throws <see cref="ModelMismatchException"/> where the collection is pinned to another model or dimension,
/// <see cref="VectorStoreUnavailableException"/> where trying again can help, <see cref="VectorStoreRefusedException"/> where it cannot,
/// and <see cref="ArgumentException"/> for values that no store takes.
/// </summary>
public interface IVectorStore : IAsyncDisposable
{
    /// <summary>Makes the collection where it is not there.</summary>
    Task EnsureAsync(VectorCollection collection, CancellationToken cancellationToken = default);

    /// <summary>What a name is pinned to; null where there is no such collection.</summary>
    Task<VectorCollection?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Deletes a collection with all its points, as before embedding everything with another model. No such collection: nothing to do.</summary>
    Task DropAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Writes points, replacing those with the same ids; of two with one id in a call the later counts. On return they are kept and found.</summary>
    Task UpsertAsync(VectorCollection collection, IReadOnlyList<VectorPoint> points, CancellationToken cancellationToken = default);

    /// <summary>Deletes points; ids that are not there are passed over.</summary>
    Task DeleteAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default);

    /// <summary>Deletes all points that a filter names.</summary>
    Task DeleteAsync(VectorCollection collection, VectorFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The points with these ids that there are, in no particular order.</summary>
    Task<IReadOnlyList<VectorPoint>> GetAsync(VectorCollection collection, IReadOnlyList<PointId> ids, CancellationToken cancellationToken = default);

    /// <summary>The nearest points, best first; of equal ones the lower id first.</summary>
    Task<IReadOnlyList<VectorHit>> SearchAsync(VectorCollection collection, VectorQuery query, CancellationToken cancellationToken = default);

    /// <summary>One page of the points, in the order of ids.</summary>
    Task<VectorPage> ScrollAsync(VectorCollection collection, VectorScroll scroll, CancellationToken cancellationToken = default);

    /// <summary>How many points there are, exactly.</summary>
    Task<long> CountAsync(VectorCollection collection, VectorFilter? filter = null, CancellationToken cancellationToken = default);
}
