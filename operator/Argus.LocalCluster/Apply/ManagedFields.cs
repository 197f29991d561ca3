using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Apply;

/// <summary>The managers of an object and what they own.</summary>
internal sealed class ManagedFields
{
    /// <summary>More Update managers than this are merged into one, the oldest first.</summary>
    private const int MaxUpdaters = 10;
    private const string Ancient = "ancient-changes";

    private readonly List<ManagedEntry> _entries;

    private ManagedFields(List<ManagedEntry> entries) => _entries = entries;

    public IReadOnlyList<ManagedEntry> Entries => _entries;

    public static ManagedFields Of(JsonObject? o)
    {
        var entries = new List<ManagedEntry>();
        if (o?["metadata"]?["managedFields"] is JsonArray array)
        {
            foreach (JsonNode? item in array)
            {
                if (ManagedEntry.Read(item) is { } entry)
                    entries.Add(entry);
            }
        }

        return new ManagedFields(entries);
    }

    /// <summary>A client empties the ownership by sending one empty entry.</summary>
    public static bool IsReset(JsonObject o) => o["metadata"]?["managedFields"] is JsonArray { Count: 1 } array && array[0] is JsonObject { Count: 0 };

    public static ManagedFields None() => new([]);

    public ManagedEntry? Find(ManagedEntry manager) => _entries.Find(manager.IsSame);

    public void Put(ManagedEntry entry)
    {
        int index = _entries.FindIndex(entry.IsSame);
        if (index < 0)
            _entries.Add(entry);
        else
            _entries[index] = entry;
    }

    /// <summary>Adds an entry beside one of the same manager, if there is one.</summary>
    public void Add(ManagedEntry entry) => _entries.Add(entry);

    /// <summary>Takes fields from all managers but one.</summary>
    public void TakeFromOthers(ManagedEntry manager, FieldSet fields)
    {
        if (fields.IsEmpty)
            return;
        for (int i = 0; i < _entries.Count; i++)
        {
            ManagedEntry entry = _entries[i];
            if (!entry.IsSame(manager) && !entry.Fields.Intersect(fields).IsEmpty)
                _entries[i] = entry.With(entry.Fields.Except(fields));
        }
    }

    /// <summary>All that any manager owns.</summary>
    public FieldSet Union()
    {
        FieldSet union = FieldSet.Empty;
        foreach (ManagedEntry entry in _entries)
            union = union.Union(entry.Fields);
        return union;
    }

    /// <summary>Writes the entries into an object's metadata, in the server's order; none left means no managedFields.</summary>
    public void WriteTo(JsonObject o)
    {
        _entries.RemoveAll(entry => entry.Fields.IsEmpty);
        Cap();
        _entries.Sort(Compare);
        if (o["metadata"] is not JsonObject metadata)
            o["metadata"] = metadata = [];
        if (_entries.Count == 0)
        {
            metadata.Remove("managedFields");
            return;
        }

        var array = new JsonArray();
        foreach (ManagedEntry entry in _entries)
            array.Add((JsonNode)entry.ToJson());
        metadata["managedFields"] = array;
    }

    private void Cap()
    {
        List<ManagedEntry> updaters = _entries.FindAll(entry => !entry.Applied);
        if (updaters.Count <= MaxUpdaters)
            return;
        updaters.Sort(Compare);
        foreach (ManagedEntry oldest in updaters.GetRange(0, updaters.Count - MaxUpdaters + 1))
        {
            _entries.Remove(oldest);
            ManagedEntry ancient = oldest with { Manager = Ancient, Subresource = null };
            Put(Find(ancient) is { } known ? known.With(known.Fields.Union(oldest.Fields)) with { Time = oldest.Time } : ancient);
        }
    }

    private static int Compare(ManagedEntry a, ManagedEntry b)
    {
        if (a.Applied != b.Applied)
            return a.Applied ? -1 : 1;
        int order = string.CompareOrdinal(a.Time ?? "", b.Time ?? "");
        if (order == 0)
            order = string.CompareOrdinal(a.Manager, b.Manager);
        if (order == 0)
            order = string.CompareOrdinal(a.ApiVersion, b.ApiVersion);
        return order == 0 ? string.CompareOrdinal(a.Subresource ?? "", b.Subresource ?? "") : order;
    }
}
