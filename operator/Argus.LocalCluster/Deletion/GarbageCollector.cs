using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Deletion;

/// <summary>Deletes what belongs to nothing any more; sees to owners that wait for their dependents, or leave them behind.</summary>
internal sealed partial class GarbageCollector(ObjectStore store, CatalogHolder catalog, Deleter deleter, InternalWriter writer, ILogger<GarbageCollector> logger) : BackgroundService
{
    private readonly OwnerIndex _index = new();
    private readonly ChangeQueue _changes = new(store);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var all = _changes.Start.Resources.Values.SelectMany(objects => objects.In(null)).ToArray();
        foreach (var stored in all)
            _index.Add(stored, null);
        foreach (var stored in all)
            Look(stored);
        await foreach (var change in _changes.ReadAllAsync(stoppingToken))
        {
            try
            {
                Take(change);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // One object that cannot be seen to must not stop all collection.
                Failed(e, change.Object.Key.ToString());
            }
        }
    }

    private void Take(Change change)
    {
        if (change.Type != ChangeType.Deleted)
        {
            _index.Add(change.Object, change.Previous);
            Look(change.Object);
            return;
        }
        _index.Remove(change.Previous ?? change.Object);
        string uid = change.Object.Facts.Uid;
        foreach (var dependent in _index.Dependents(uid))
            Release(dependent);
        // An owner that waited for this one may now be free to go.
        foreach (var owner in change.Object.Facts.Owners)
            if (_index.Find(owner.Uid) is { } key && store.State.Find(key) is { } waiting)
                Look(waiting);
    }

    private void Look(StoredObject stored)
    {
        var facts = stored.Facts;
        if (facts.Deleting && facts.Finalizers.Contains(Deleter.OrphanFinalizer))
            Orphan(stored);
        else if (facts.Deleting && facts.Finalizers.Contains(Deleter.ForegroundFinalizer))
            Foreground(stored);
        if (facts.Owners.Count > 0 && facts.Owners.Any(o => !_index.IsAlive(o.Uid)))
            Release(stored.Key);
    }

    // Owners that are gone: the object goes with the last of them, and forgets them where others are left.
    private void Release(ObjectKey key)
    {
        if (store.State.Find(key) is not { } stored || stored.Facts.Owners.Count == 0)
            return;
        var gone = stored.Facts.Owners.Where(o => !_index.IsAlive(o.Uid)).Select(o => o.Uid).ToHashSet();
        if (gone.Count == 0)
            return;
        if (gone.Count == stored.Facts.Owners.Select(o => o.Uid).Distinct().Count())
            Delete(stored, DeleteOptions.Background with { Propagation = null });
        else
            Disown(key, gone.Contains);
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in _index.Dependents(owner.Facts.Uid))
            Disown(dependent, uid => uid == owner.Facts.Uid);
        writer.Update(owner.Key, o => RemoveFinalizer(o, Deleter.OrphanFinalizer));
    }

    private void Foreground(StoredObject owner)
    {
        bool blocked = false;
        foreach (var key in _index.Dependents(owner.Facts.Uid))
        {
            if (store.State.Find(key) is not { } dependent || dependent.Facts.Owners.FirstOrDefault(o => o.Uid == owner.Facts.Uid) is not { } reference)
                continue;
            var others = dependent.Facts.Owners.Where(o => o.Uid != owner.Facts.Uid && _index.Find(o.Uid) is { } other && store.State.Find(other) is { Facts.Deleting: false });
            if (others.Any())
                Disown(key, uid => uid == owner.Facts.Uid);
            else if (!reference.Blocks)
                continue;
            else
            {
                if (!dependent.Facts.Deleting)
                    Delete(dependent, DeleteOptions.Background with { Propagation = _index.Dependents(dependent.Facts.Uid).Length > 0 ? "Foreground" : null });
                blocked |= store.State.Find(key) is { } left && left.Facts.Uid == dependent.Facts.Uid;
            }
        }
        if (!blocked)
            writer.Update(owner.Key, o => RemoveFinalizer(o, Deleter.ForegroundFinalizer));
    }

    private void Delete(StoredObject stored, DeleteOptions options)
    {
        if (catalog.Current.FindStored(stored.Key.Resource) is { } resource && !stored.Facts.Deleting)
            deleter.Delete(resource, stored.Key, options with { Uid = stored.Facts.Uid });
    }

    private void Disown(ObjectKey key, Func<string, bool> which) =>
        writer.Update(key, o => RemoveOwners(o, which), catalog.Current.FindStored(key.Resource));

    private static bool RemoveOwners(JsonObject o, Func<string, bool> which)
    {
        if (o["metadata"]!["ownerReferences"] is not JsonArray owners)
            return false;
        int removed = owners.RemoveAll(r => which((r as JsonObject)?.Text("uid") ?? ""));
        if (owners.Count == 0)
            o["metadata"]!.AsObject().Remove("ownerReferences");
        return removed > 0;
    }

    private static bool RemoveFinalizer(JsonObject o, string finalizer)
    {
        if (o["metadata"]!["finalizers"] is not JsonArray finalizers)
            return false;
        int removed = finalizers.RemoveAll(f => f?.ToString() == finalizer);
        if (finalizers.Count == 0)
            o["metadata"]!.AsObject().Remove("finalizers");
        return removed > 0;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Collecting around {Object} failed")]
    private partial void Failed(Exception e, string @object);
}
