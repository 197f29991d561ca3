using System.Collections.Concurrent;

namespace Argus.Data.Vectors.Embedded;

/// <summary>
/// The next snapshot while it is made. The index is changed after the snapshot is published, so that no reader finds a row that its snapshot has not:
/// a reader whose row has died in between looks through the snapshot itself.
/// </summary>
internal sealed class SnapshotEditor(IEnumerable<SegmentView> views, ConcurrentDictionary<PointId, Place> index)
{
    private readonly List<Segment> _segments = [.. views.Select(v => v.Segment)];
    private readonly Dictionary<Segment, SegmentView> _views = views.ToDictionary(v => v.Segment);
    private readonly HashSet<Segment> _own = [];
    private readonly Dictionary<PointId, Place?> _changes = [];

    public void Put(Place place)
    {
        Kill(place.Id);
        _changes[place.Id] = place;
    }

    public void Remove(PointId id)
    {
        Kill(id);
        _changes[id] = null;
    }

    public VectorSnapshot Finish() => new([.. _segments.Select(s => _views[s] with { Count = s.Count })]);

    public void UpdateIndex()
    {
        foreach (var (id, place) in _changes)
        {
            if (place is { } there)
                index[id] = there;
            else
                index.TryRemove(id, out _);
        }
    }

    private void Kill(PointId id)
    {
        if (_changes.TryGetValue(id, out var changed) ? changed is null : !index.ContainsKey(id))
            return;
        var (segment, row) = changed ?? index[id];
        var view = _views[segment];
        if (_own.Add(segment))
            view = view with { Dead = [.. view.Dead] };
        view.Dead[row >> 6] |= 1UL << (row & 63);
        _views[segment] = view with { DeadCount = view.DeadCount + 1 };
    }
}
