using System.Collections.Immutable;
using Argus.Kube.Api;

namespace Argus.Kube.Watch;

/// <summary>The objects of one kind at one version. Never changes.</summary>
public sealed class Snapshot<T>
    where T : class, IKubernetesObject<T>
{
    private readonly Func<T, ObjectKey?>? _groupBy;
    private readonly ImmutableDictionary<ObjectKey, ImmutableArray<T>> _groups;

    private Snapshot(
        string resourceVersion, ImmutableDictionary<ObjectKey, T> objects, ImmutableDictionary<ObjectKey, ImmutableArray<T>> groups, Func<T, ObjectKey?>? groupBy)
    {
        ResourceVersion = resourceVersion;
        Objects = objects;
        _groups = groups;
        _groupBy = groupBy;
    }

    /// <summary>How far the mirror has come; empty before the first list.</summary>
    public string ResourceVersion { get; }

    /// <summary>Every object by its key.</summary>
    public ImmutableDictionary<ObjectKey, T> Objects { get; }

    /// <summary>One object, or null.</summary>
    public T? Find(ObjectKey key) => Objects.GetValueOrDefault(key);

    /// <summary>The objects that belong to <paramref name="owner"/>, in no order.</summary>
    public ImmutableArray<T> Group(ObjectKey owner) => _groups.GetValueOrDefault(owner, []);

    internal static Snapshot<T> Empty(Func<T, ObjectKey?>? groupBy) =>
        new("", ImmutableDictionary<ObjectKey, T>.Empty, ImmutableDictionary<ObjectKey, ImmutableArray<T>>.Empty, groupBy);

    /// <summary>The same objects, seen at a later version.</summary>
    internal Snapshot<T> At(string resourceVersion) => new(resourceVersion, Objects, _groups, _groupBy);

    internal Snapshot<T> With(ObjectKey key, T value, string resourceVersion) =>
        new(resourceVersion, Objects.SetItem(key, value), Join(Leave(_groups, Find(key)), value), _groupBy);

    internal Snapshot<T> Without(ObjectKey key, string resourceVersion) =>
        new(resourceVersion, Objects.Remove(key), Leave(_groups, Find(key)), _groupBy);

    /// <summary>Other objects altogether.</summary>
    internal Snapshot<T> Replaced(IEnumerable<T> values, string resourceVersion)
    {
        var objects = ImmutableDictionary.CreateBuilder<ObjectKey, T>();
        var groups = new Dictionary<ObjectKey, ImmutableArray<T>.Builder>();
        foreach (var value in values)
        {
            objects[ObjectKey.Of(value)] = value;
            if (_groupBy?.Invoke(value) is not { } owner)
                continue;
            if (!groups.TryGetValue(owner, out var members))
                groups[owner] = members = ImmutableArray.CreateBuilder<T>(1);
            members.Add(value);
        }

        return new(resourceVersion, objects.ToImmutable(), groups.ToImmutableDictionary(g => g.Key, g => g.Value.ToImmutable()), _groupBy);
    }

    private ImmutableDictionary<ObjectKey, ImmutableArray<T>> Join(ImmutableDictionary<ObjectKey, ImmutableArray<T>> groups, T value) =>
        _groupBy?.Invoke(value) is { } owner ? groups.SetItem(owner, groups.GetValueOrDefault(owner, []).Add(value)) : groups;

    private ImmutableDictionary<ObjectKey, ImmutableArray<T>> Leave(ImmutableDictionary<ObjectKey, ImmutableArray<T>> groups, T? value)
    {
        if (value is null || _groupBy?.Invoke(value) is not { } owner)
            return groups;
        var rest = groups[owner].Remove(value, ReferenceEqualityComparer.Instance);
        return rest.IsEmpty ? groups.Remove(owner) : groups.SetItem(owner, rest);
    }
}
