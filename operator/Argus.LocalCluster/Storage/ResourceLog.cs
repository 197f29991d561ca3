namespace Argus.LocalCluster.Storage;

/// <summary>The changes of one resource that are still remembered, as a chain that any number of watchers walk at their own pace.</summary>
/// <remarks>Written under the lock of the store, read by anyone.</remarks>
internal sealed class ResourceLog
{
    private readonly int _capacity;
    private volatile Change _first;
    private volatile Change _last;
    private int _count;

    /// <param name="resource">Whose changes these are.</param>
    /// <param name="startVersion">Version before which nothing is known.</param>
    /// <param name="capacity">How many changes are remembered.</param>
    public ResourceLog(string resource, long startVersion, int capacity)
    {
        _capacity = capacity;
        // The first link is no change of anything: it stands for all that is forgotten.
        _first = _last = new Change(ChangeType.Deleted, new StoredObject(new ObjectKey(resource, "", ""), startVersion, []), null);
    }

    /// <summary>The newest change that is forgotten: only versions from here on can be gone back to.</summary>
    public long ForgottenVersion => _first.Version;

    /// <summary>The newest change; what follows it has not happened yet.</summary>
    public Change Last => _last;

    /// <summary>The last change at or before <paramref name="version"/>, or null where it is forgotten.</summary>
    public Change? At(long version)
    {
        if (_last.Version <= version)
            return _last;
        var change = _first;
        if (change.Version > version)
            return null;
        while (change.Next.IsCompleted && change.Next.Result.Version <= version)
            change = change.Next.Result;
        return change;
    }

    internal void AppendNeedsLock(Change change)
    {
        var last = _last;
        _last = change;
        last.Link(change);
        if (++_count > _capacity)
        {
            _first = _first.Next.Result;
            _count--;
        }
    }
}
