using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>What was written and the mirrors have not shown yet. Without it, a look that comes too early would write everything twice.</summary>
internal sealed class RecentWrites(TimeProvider time)
{
    /// <summary>After this the mirror is believed again: what it still does not show is gone.</summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<ObjectKey, Entry> _entries = [];

    /// <summary>Takes note of a child as the server answered it.</summary>
    public void Add(ObjectKey owner, Child child) =>
        Update(owner, entry => entry with { Children = entry.Children.SetItem((child.Type.Kind, child.Metadata.Name ?? ""), (child, time.GetUtcNow() + Trust)) });

    /// <summary>Takes note of a ModelDeployment as the server answered it.</summary>
    public void Add(ObjectKey key, ModelDeployment resource) => Update(key, entry => entry with { Resource = resource });

    /// <summary>Forgets what belongs to a ModelDeployment that is gone.</summary>
    public void Forget(ObjectKey key) => _entries.TryRemove(key, out _);

    /// <summary>The newer of what is mirrored and what was written.</summary>
    public ModelDeployment Newest(ObjectKey key, ModelDeployment mirrored)
    {
        if (!_entries.TryGetValue(key, out var entry) || entry.Resource is not { } written)
            return mirrored;
        if (written.Metadata.Uid == mirrored.Metadata.Uid && Version(written.Metadata) > Version(mirrored.Metadata))
            return written;
        Update(key, e => e with { Resource = null });
        return mirrored;
    }

    /// <summary>The children as they will be seen, and whether some are not seen yet.</summary>
    public (ImmutableArray<Child> Children, bool IsAhead) Newest(ObjectKey key, ImmutableArray<Child> mirrored)
    {
        if (!_entries.TryGetValue(key, out var entry) || entry.Children.IsEmpty)
            return (mirrored, false);
        var now = time.GetUtcNow();
        var byName = mirrored.ToDictionary(c => (c.Type.Kind, c.Metadata.Name ?? ""));
        var ahead = entry.Children.Where(w => w.Value.Until > now && !(byName.TryGetValue(w.Key, out var seen) && Version(seen.Metadata) >= Version(w.Value.Child.Metadata))).ToList();
        Update(key, e => e with { Children = ahead.ToImmutableDictionary() });
        foreach (var (name, (child, _)) in ahead)
            byName[name] = child;
        return ([.. byName.Values], ahead.Count > 0);
    }

    // One worker a key: nobody else writes its entry.
    private void Update(ObjectKey key, Func<Entry, Entry> change)
    {
        var entry = change(_entries.GetValueOrDefault(key, Entry.Empty));
        if (entry.Resource is null && entry.Children.IsEmpty)
            _entries.TryRemove(key, out _);
        else
            _entries[key] = entry;
    }

    private static ulong Version(V1ObjectMeta metadata) =>
        ulong.TryParse(metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out ulong version) ? version : 0;

    private sealed record Entry(ModelDeployment? Resource, ImmutableDictionary<(string Kind, string Name), (Child Child, DateTimeOffset Until)> Children)
    {
        public static Entry Empty { get; } = new(null, ImmutableDictionary<(string, string), (Child, DateTimeOffset)>.Empty);
    }
}
