using System.Collections.Immutable;

namespace Argus.LocalCluster.Storage;

/// <summary>All objects of one resource at one moment, by namespace and name in the order of lists.</summary>
internal sealed class ResourceObjects
{
    public static readonly ResourceObjects Empty = new(ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(NamespaceOrder), 0);

    // Lists are in the order of the keys namespace/name, in which "a-b/x" comes before "a/x".
    private static Comparer<string> NamespaceOrder => Comparer<string>.Create((a, b) =>
        a.Length == 0 || b.Length == 0 || a == b ? string.CompareOrdinal(a, b) : string.CompareOrdinal(a + "/", b + "/"));

    private static readonly ImmutableSortedDictionary<string, StoredObject> NoNames = ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> _namespaces;

    private ResourceObjects(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> namespaces, int count)
    {
        _namespaces = namespaces;
        Count = count;
    }

    /// <summary>Over all namespaces.</summary>
    public int Count { get; }

    public StoredObject? Find(string ns, string name) =>
        _namespaces.TryGetValue(ns, out var names) && names.TryGetValue(name, out var found) ? found : null;

    /// <summary>How many objects <see cref="In"/> gives.</summary>
    public int CountIn(string? ns) => ns is null ? Count : _namespaces.TryGetValue(ns, out var names) ? names.Count : 0;

    /// <summary>The objects of a namespace, or of all where it is null.</summary>
    public IEnumerable<StoredObject> In(string? ns)
    {
        if (ns is not null)
            return _namespaces.TryGetValue(ns, out var names) ? names.Values : [];
        return _namespaces.Count == 1 ? _namespaces.Values.First().Values : _namespaces.Values.SelectMany(names => names.Values);
    }

    public ResourceObjects With(StoredObject stored)
    {
        var names = _namespaces.GetValueOrDefault(stored.Key.Namespace, NoNames);
        var changed = names.SetItem(stored.Key.Name, stored);
        return new ResourceObjects(_namespaces.SetItem(stored.Key.Namespace, changed), Count + changed.Count - names.Count);
    }

    public ResourceObjects Without(ObjectKey key)
    {
        var names = _namespaces.GetValueOrDefault(key.Namespace, NoNames);
        var changed = names.Remove(key.Name);
        if (ReferenceEquals(changed, names))
            return this;
        return new ResourceObjects(changed.IsEmpty ? _namespaces.Remove(key.Namespace) : _namespaces.SetItem(key.Namespace, changed), Count - 1);
    }
}
