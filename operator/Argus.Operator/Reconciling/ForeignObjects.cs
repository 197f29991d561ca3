using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Client;
using Argus.Operator.Planning;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

/// <summary>
/// Finds objects of others that have a name which a child of a new ModelDeployment would get. They are not mirrored, since they are most of a cluster; a namespace is
/// listed, by metadata alone, and those that come at the same time share what was found.
/// </summary>
internal sealed class ForeignObjects(KubernetesClient client, TimeProvider time)
{
    /// <summary>Longer saves requests where many come one after the other; what takes a name within it is met only when that child is applied.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private static readonly ListOptions Foreign = new()
    {
        LabelSelector = $"app.kubernetes.io/managed-by!={Names.Manager}",
        MetadataOnly = true,
        Limit = 500,
        AllPages = true,
    };

    private readonly ConcurrentDictionary<string, Look> _looks = [];

    /// <summary>Those that could be in the way of one ModelDeployment.</summary>
    /// <param name="key">The ModelDeployment.</param>
    /// <param name="kinds">Kinds that are served.</param>
    /// <param name="cancellationToken">Ends waiting for it.</param>
    public async Task<IEnumerable<Child>> FindAsync(ObjectKey key, IEnumerable<ResourceType> kinds, CancellationToken cancellationToken)
    {
        foreach (var (ns, old) in _looks)
        {
            if (time.GetElapsedTime(old.Began) >= Age)
                _looks.TryRemove(KeyValuePair.Create(ns, old));
        }

        // Many may come here at once: one lists.
        var look = _looks.GetOrAdd(key.Namespace, ns => new Look(time.GetTimestamp(), new(() => ListAsync(ns, kinds))));
        ImmutableArray<(ResourceType Type, string Name, JsonElement Body)> all;
        try
        {
            all = await look.Objects.Value.WaitAsync(cancellationToken);
        }
        catch
        {
            _looks.TryRemove(KeyValuePair.Create(key.Namespace, look));
            throw;
        }

        return all.Where(o => o.Name == key.Name || o.Name.StartsWith($"{key.Name}-", StringComparison.Ordinal)).Select(o => Child.Of(o.Type, o.Body));
    }

    // Not cancelled with the one that happened to ask first.
    private async Task<ImmutableArray<(ResourceType Type, string Name, JsonElement Body)>> ListAsync(string ns, IEnumerable<ResourceType> kinds)
    {
        var lists = await Task.WhenAll(kinds.Select(async kind =>
        {
            var list = await client.Resource(kind).ListAsync(ns, Foreign);
            return list.Items.Select(body => (kind, body.GetProperty("metadata").GetProperty("name").GetString()!, body));
        }));
        return [.. lists.SelectMany(objects => objects)];
    }

    private sealed record Look(long Began, Lazy<Task<ImmutableArray<(ResourceType Type, string Name, JsonElement Body)>>> Objects);
}
