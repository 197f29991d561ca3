using System.Globalization;
using Argus.Kube.Api;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>
/// All objects of a kind as they were last seen or written. A controller's own writes count at once, so that it never acts twice because the watch lags behind;
/// what the watch tells later of an older version is passed over.
/// </summary>
/// <param name="labels">Labels by which objects are looked up: those that they have, or one that they select by; null for none.</param>
internal sealed class ObjectCache<T>(Func<T, IEnumerable<KeyValuePair<string, string>>>? labels = null)
    where T : class, IKubernetesObject<T>
{
    private static readonly Dictionary<ObjectKey, T> None = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, T> _objects = [];
    private readonly Dictionary<ObjectKey, string> _unseen = [];
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> _byNamespace = [];
    private readonly Dictionary<string, Dictionary<ObjectKey, T>> _byOwner = [];
    private readonly Dictionary<(string Namespace, string Key, string Value), Dictionary<ObjectKey, T>> _byLabel = [];

    /// <summary>Told of every change, with the state before and after; null where there is none. Called on the thread of the change, without a lock held.</summary>
    public event Action<T?, T?>? Changed;

    public T? Find(ObjectKey key)
    {
        lock (_lock)
            return _objects.GetValueOrDefault(key);
    }

    public T[] All()
    {
        lock (_lock)
            return [.. _objects.Values];
    }

    public T[] InNamespace(string? ns)
    {
        lock (_lock)
            return [.. _byNamespace.GetValueOrDefault(ns ?? "", None).Values];
    }

    /// <summary>Objects whose controller has the uid.</summary>
    public T[] OwnedBy(string? uid)
    {
        lock (_lock)
            return [.. _byOwner.GetValueOrDefault(uid ?? "", None).Values];
    }

    /// <summary>Objects of a namespace that are looked up by a label.</summary>
    public T[] ByLabel(string? ns, KeyValuePair<string, string> label)
    {
        lock (_lock)
            return [.. _byLabel.GetValueOrDefault((ns ?? "", label.Key, label.Value), None).Values];
    }

    /// <summary>Objects of a namespace that are looked up by all of some labels; all of the namespace where there are none.</summary>
    public T[] ByLabels(string? ns, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null or { Count: 0 })
            return InNamespace(ns);
        lock (_lock)
        {
            Dictionary<ObjectKey, T>[] buckets = [.. labels.Select(label => _byLabel.GetValueOrDefault((ns ?? "", label.Key, label.Value), None)).OrderBy(bucket => bucket.Count)];
            // The rarest label first: few are left to be looked for by the others.
            return [.. buckets[0].Where(entry => buckets.Skip(1).All(bucket => bucket.ContainsKey(entry.Key))).Select(entry => entry.Value)];
        }
    }

    /// <summary>What the watch told.</summary>
    public void Seen(T value) => Put(value, written: false);

    /// <summary>What the server answered to a write.</summary>
    public void Written(T value) => Put(value, written: true);

    /// <summary>The watch told that it is gone; or a delete was answered so, for the object with the uid.</summary>
    public void Gone(ObjectKey key, string? uid = null)
    {
        T? before;
        lock (_lock)
        {
            before = _objects.GetValueOrDefault(key);
            if (before is null || (uid is not null && before.Metadata.Uid != uid))
                return;
            Unlink(key, before);
            _objects.Remove(key);
            _unseen.Remove(key);
        }

        Changed?.Invoke(before, null);
    }

    /// <summary>The watch has come as far as a version: what was written before it and is not there was deleted unseen.</summary>
    public void SeenUpTo(string? version, Func<ObjectKey, bool> isThere)
    {
        List<ObjectKey> ghosts;
        lock (_lock)
        {
            if (_unseen.Count == 0)
                return;
            ghosts = [.. _unseen.Where(entry => !IsNewer(entry.Value, version)).Select(entry => entry.Key).Where(key => !isThere(key))];
        }

        foreach (var key in ghosts)
            Gone(key);
    }

    private void Put(T value, bool written)
    {
        var key = ObjectKey.Of(value);
        T? before;
        lock (_lock)
        {
            before = _objects.GetValueOrDefault(key);
            string? version = value.Metadata.ResourceVersion;
            if (!written && _unseen.TryGetValue(key, out string? waiting) && !IsNewer(waiting, version))
                _unseen.Remove(key);
            if (before is not null && before.Metadata.Uid == value.Metadata.Uid && !IsNewer(version, before.Metadata.ResourceVersion))
                return;
            if (written)
                _unseen[key] = version ?? "";
            if (before is not null)
                Unlink(key, before);
            _objects[key] = value;
            Link(key, value);
        }

        Changed?.Invoke(before, value);
    }

    private void Link(ObjectKey key, T value)
    {
        Bucket(_byNamespace, key.Namespace)[key] = value;
        if (value.Metadata.Controller() is { } owner)
            Bucket(_byOwner, owner.Uid)[key] = value;
        foreach (var (name, text) in labels?.Invoke(value) ?? [])
            Bucket(_byLabel, (key.Namespace, name, text))[key] = value;
    }

    private void Unlink(ObjectKey key, T value)
    {
        Drop(_byNamespace, key.Namespace, key);
        if (value.Metadata.Controller() is { } owner)
            Drop(_byOwner, owner.Uid, key);
        foreach (var (name, text) in labels?.Invoke(value) ?? [])
            Drop(_byLabel, (key.Namespace, name, text), key);
    }

    private static Dictionary<ObjectKey, T> Bucket<TName>(Dictionary<TName, Dictionary<ObjectKey, T>> index, TName name)
        where TName : notnull
    {
        if (!index.TryGetValue(name, out var bucket))
            index[name] = bucket = [];
        return bucket;
    }

    private static void Drop<TName>(Dictionary<TName, Dictionary<ObjectKey, T>> index, TName name, ObjectKey key)
        where TName : notnull
    {
        if (index.TryGetValue(name, out var bucket) && bucket.Remove(key) && bucket.Count == 0)
            index.Remove(name);
    }

    // Versions of one kind are numbers that grow.
    private static bool IsNewer(string? version, string? than) =>
        !ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out ulong left)
        || !ulong.TryParse(than, NumberStyles.None, CultureInfo.InvariantCulture, out ulong right)
        || left > right;
}
