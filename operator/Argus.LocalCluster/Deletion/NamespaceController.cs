using System.Text.Json.Nodes;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Storage;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Deletion;

/// <summary>Fills new namespaces with what every namespace has, and empties those that are being deleted.</summary>
internal sealed class NamespaceController(ObjectStore store, CatalogHolder catalog, Deleter deleter, InternalWriter writer, NamespaceContents contents, TimeProvider clock) : BackgroundService
{
    private const string Key = "/namespaces";
    private readonly ChangeQueue _changes = new(store);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var ns in _changes.Start.Of(Key).In(null))
            Look(ns);
        await foreach (var change in _changes.ReadAllAsync(stoppingToken))
        {
            if (change.Object.Key.Resource == Key && change.Type != ChangeType.Deleted)
                Look(change.Object);
            else if (NamespaceContents.IsOne(change.Object.Key) && store.State.Find(new ObjectKey(Key, "", change.Object.Key.Namespace)) is { Facts.Deleting: false } lacking)
                Look(lacking);
            else if (change.Type == ChangeType.Deleted && store.State.Find(new ObjectKey(Key, "", change.Object.Key.Namespace)) is { Facts.Deleting: true } terminating)
                Empty(terminating);
        }
    }

    private void Look(StoredObject ns)
    {
        if (ns.Facts.Deleting)
            Empty(ns);
        else
            contents.Fill(ns.Key.Name);
    }

    private void Empty(StoredObject ns)
    {
        var remaining = new List<(ApiResource Resource, IReadOnlyList<StoredObject> Objects)>();
        foreach (var resource in catalog.Current.Stored.Where(r => r.Namespaced))
        {
            foreach (var stored in store.State.Of(resource.StorageKey).In(ns.Key.Name))
                if (!stored.Facts.Deleting)
                    deleter.Delete(resource, stored.Key, DeleteOptions.Background);
            if (store.State.Of(resource.StorageKey).In(ns.Key.Name).ToArray() is { Length: > 0 } left)
                remaining.Add((resource, left));
        }
        string now = SystemFields.Timestamp(clock);
        writer.Update(ns.Key, o => SetConditions(o, remaining, now));
        if (remaining.Count > 0)
            return;
        writer.Update(ns.Key, o =>
        {
            if (o["spec"] is not JsonObject spec)
                return true;
            spec.Remove("finalizers");
            return true;
        });
    }

    private static bool SetConditions(JsonObject ns, List<(ApiResource Resource, IReadOnlyList<StoredObject> Objects)> remaining, string now)
    {
        string content = string.Join(", ", remaining.Select(r => $"{r.Resource.QualifiedPlural}{(r.Resource.Group.Length == 0 ? "." : "")} has {r.Objects.Count} resource instances"));
        string finalizers = string.Join(", ", remaining.SelectMany(r => r.Objects).SelectMany(o => o.Facts.Finalizers).CountBy(f => f).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} in {f.Value} resource instances"));
        bool changed = DefinitionController.SetCondition(ns, "NamespaceDeletionDiscoveryFailure", "False", "ResourcesDiscovered", "All resources successfully discovered", now);
        changed |= DefinitionController.SetCondition(ns, "NamespaceDeletionGroupVersionParsingFailure", "False", "ParsedGroupVersions", "All legacy kube types successfully parsed", now);
        changed |= DefinitionController.SetCondition(ns, "NamespaceDeletionContentFailure", "False", "ContentDeleted", "All content successfully deleted, may be waiting on finalization", now);
        changed |= content.Length > 0
            ? DefinitionController.SetCondition(ns, "NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {content}", now)
            : DefinitionController.SetCondition(ns, "NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed", now);
        changed |= finalizers.Length > 0
            ? DefinitionController.SetCondition(ns, "NamespaceFinalizersRemaining", "True", "SomeFinalizersRemain", $"Some content in the namespace has finalizers remaining: {finalizers}", now)
            : DefinitionController.SetCondition(ns, "NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished", now);
        return changed;
    }
}
