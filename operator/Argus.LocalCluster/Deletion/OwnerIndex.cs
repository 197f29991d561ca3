using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Deletion;

/// <summary>Who is there, by uid, and who belongs to whom.</summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, ObjectKey> _alive = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<ObjectKey>> _dependents = new(StringComparer.Ordinal);

    public bool IsAlive(string uid) => _alive.ContainsKey(uid);

    /// <summary>Key of the object of a uid, or null.</summary>
    public ObjectKey? Find(string uid) => _alive.TryGetValue(uid, out var key) ? key : null;

    /// <summary>Objects that name the uid as an owner; a copy.</summary>
    public ObjectKey[] Dependents(string uid) => _dependents.TryGetValue(uid, out var keys) ? [.. keys] : [];

    public void Add(StoredObject stored, StoredObject? previous)
    {
        if (previous is not null && ReferenceEquals(previous.Facts.Owners, stored.Facts.Owners))
            return;
        foreach (var owner in previous?.Facts.Owners ?? [])
            Forget(owner.Uid, stored.Key);
        _alive[stored.Facts.Uid] = stored.Key;
        foreach (var owner in stored.Facts.Owners)
        {
            if (!_dependents.TryGetValue(owner.Uid, out var keys))
                _dependents[owner.Uid] = keys = [];
            keys.Add(stored.Key);
        }
    }

    public void Remove(StoredObject stored)
    {
        _alive.Remove(stored.Facts.Uid);
        foreach (var owner in stored.Facts.Owners)
            Forget(owner.Uid, stored.Key);
    }

    private void Forget(string owner, ObjectKey dependent)
    {
        if (_dependents.TryGetValue(owner, out var keys) && keys.Remove(dependent) && keys.Count == 0)
            _dependents.Remove(owner);
    }
}
