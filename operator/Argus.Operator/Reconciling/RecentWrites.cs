using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
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
        Update(owner, entry => entry with { Children = entry.Children.SetItem(NameOf(child.Type, child.Metadata), (child, time.GetUtcNow() + Trust)) });

    /// <summary>Takes note of a ModelDeployment as the server answered it.</summary>
    public void Add(ObjectKey key, ModelDeployment resource) => Update(key, entry => entry with { Resource = resource });

    /// <summary>Forgets what belongs to a ModelDeployment that is gone.</summary>
    public void Forget(ObjectKey key) => _entries.TryRemove(key, out _);

    /// <summary>What was written for a ModelDeployment. Asked for before the mirrors are read, since what they come to show is forgotten here at once.</summary>
    public RecentWrite Of(ObjectKey key)
    {
        var entry = _entries.GetValueOrDefault(key, Entry.Empty);
        var now = time.GetUtcNow();
        var old = entry.Children.Where(w => w.Value.Until <= now).Select(w => w.Key).ToList();
        if (old.Count > 0)
            Update(key, e => e with { Children = e.Children.RemoveRange(old) });
        return new RecentWrite(entry.Resource, [.. entry.Children.Values.Where(w => w.Until > now).Select(w => w.Child)]);
    }

    /// <summary>A mirror shows an object. True where it is what was written: the look that wrote it has taken it into account.</summary>
    public bool Shown(ObjectKey owner, ResourceType type, V1ObjectMeta seen)
    {
        if (!_entries.TryGetValue(owner, out var entry))
            return false;
        var name = NameOf(type, seen);
        var written = type == ModelDeployment.Resource ? entry.Resource?.Metadata : entry.Children.GetValueOrDefault(name).Child?.Metadata;
        if (written is null || Version(written) > Version(seen))
            return false;
        Update(owner, e => type == ModelDeployment.Resource
            ? ReferenceEquals(e.Resource, entry.Resource) ? e with { Resource = null } : e
            : ReferenceEquals(e.Children.GetValueOrDefault(name).Child, entry.Children[name].Child) ? e with { Children = e.Children.Remove(name) } : e);
        return written.Uid == seen.Uid && written.ResourceVersion == seen.ResourceVersion;
    }

    /// <summary>Versions of one cluster are numbers that grow.</summary>
    internal static ulong Version(V1ObjectMeta metadata) =>
        ulong.TryParse(metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out ulong version) ? version : 0;

    private static (string Kind, string Name) NameOf(ResourceType type, V1ObjectMeta metadata) => (type.Kind, metadata.Name ?? "");

    // Of a worker and a mirror that come at the same time, the later one builds on what the other did.
    private void Update(ObjectKey key, Func<Entry, Entry> change)
    {
        while (true)
        {
            var before = _entries.GetValueOrDefault(key);
            var after = change(before ?? Entry.Empty);
            bool isEmpty = after.Resource is null && after.Children.IsEmpty;
            bool done = before is null
                ? isEmpty || _entries.TryAdd(key, after)
                : isEmpty ? _entries.TryRemove(KeyValuePair.Create(key, before)) : _entries.TryUpdate(key, after, before);
            if (done)
                return;
        }
    }

    // Equal to nothing but itself.
    private sealed record Entry(ModelDeployment? Resource, ImmutableDictionary<(string Kind, string Name), (Child Child, DateTimeOffset Until)> Children)
    {
        public static Entry Empty { get; } = new(null, ImmutableDictionary<(string, string), (Child, DateTimeOffset)>.Empty);

        public bool Equals(Entry? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
