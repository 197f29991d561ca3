using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Apply;

/// <summary>
/// A set of field paths as a tree. A node is a member of the set, or has members below it, or both. Children are sorted by name
/// (see <see cref="PathElement"/>), so that set operations are merges of two sorted lists. Immutable, and shared freely.
/// </summary>
public sealed class FieldSet
{
    /// <summary>The set without paths.</summary>
    public static readonly FieldSet Empty = new(false, [], []);

    /// <summary>A member without children.</summary>
    internal static readonly FieldSet Leaf = new(true, [], []);

    private readonly string[] _names;
    private readonly FieldSet[] _children;

    internal FieldSet(bool isMember, string[] names, FieldSet[] children)
    {
        IsMember = isMember;
        _names = names;
        _children = children;
    }

    /// <summary>The path that leads here is itself in the set.</summary>
    public bool IsMember { get; }

    /// <summary>Neither a member nor with members below.</summary>
    public bool IsEmpty => !IsMember && _names.Length == 0;

    internal ReadOnlySpan<string> Names => _names;

    internal ReadOnlySpan<FieldSet> Children => _children;

    /// <summary>The set with this one path.</summary>
    public static FieldSet OfPath(params ReadOnlySpan<string> fields) =>
        fields.IsEmpty ? Leaf : new FieldSet(false, ["f:" + fields[0]], [OfPath(fields[1..])]);

    /// <summary>Reads the server's JSON form; what is no object counts as empty.</summary>
    public static FieldSet FromJson(JsonNode? fieldsV1) => fieldsV1 is JsonObject o ? FieldSetJson.Read(o, root: true) : Empty;

    public JsonObject ToJson() => FieldSetJson.Write(this);

    /// <summary>The child of that name, or null.</summary>
    public FieldSet? Child(string name)
    {
        int index = Array.BinarySearch(_names, name, StringComparer.Ordinal);
        return index < 0 ? null : _children[index];
    }

    /// <summary>Whether a path of plain fields is in the set.</summary>
    public bool Has(params ReadOnlySpan<string> fields)
    {
        FieldSet? node = this;
        foreach (string field in fields)
        {
            node = node.Child("f:" + field);
            if (node is null)
                return false;
        }

        return node.IsMember;
    }

    /// <summary>The same with its own path as a member.</summary>
    internal FieldSet AsMember() => IsMember ? this : new FieldSet(true, _names, _children);

    public FieldSet Union(FieldSet other) => FieldSetAlgebra.Union(this, other);

    public FieldSet Intersect(FieldSet other) => FieldSetAlgebra.Intersect(this, other);

    /// <summary>Without the members of the other set. A path below a removed one stays.</summary>
    public FieldSet Except(FieldSet other) => FieldSetAlgebra.Except(this, other);

    /// <summary>Without the members of the other set and all that is below them.</summary>
    public FieldSet ExceptBelow(FieldSet other) => FieldSetAlgebra.ExceptBelow(this, other);

    public bool SetEquals(FieldSet other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (IsMember != other.IsMember || !_names.AsSpan().SequenceEqual(other._names))
            return false;
        for (int i = 0; i < _children.Length; i++)
        {
            if (!_children[i].SetEquals(other._children[i]))
                return false;
        }

        return true;
    }
}
