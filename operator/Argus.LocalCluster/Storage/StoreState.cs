using System.Collections.Immutable;

namespace Argus.LocalCluster.Storage;

/// <summary>Everything at one version; swapped whole, so that readers never wait.</summary>
internal sealed record StoreState(long Version, ImmutableDictionary<string, ResourceObjects> Resources)
{
    public static readonly StoreState Empty = new(0, ImmutableDictionary.Create<string, ResourceObjects>(StringComparer.Ordinal));

    public ResourceObjects Of(string resource) => Resources.GetValueOrDefault(resource, ResourceObjects.Empty);

    public StoredObject? Find(ObjectKey key) => Of(key.Resource).Find(key.Namespace, key.Name);

    public StoreState With(StoredObject stored) =>
        new(stored.Version, Resources.SetItem(stored.Key.Resource, Of(stored.Key.Resource).With(stored)));

    public StoreState Without(ObjectKey key, long version) =>
        new(version, Resources.SetItem(key.Resource, Of(key.Resource).Without(key)));
}
