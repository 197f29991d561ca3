namespace Argus.Data.Vectors.Embedded;

/// <summary>A filter in two steps: what the column of media store ids tells, and what the payload must be read for.</summary>
internal sealed class RowFilter
{
    private readonly VectorCondition[] _ofMedia;
    private readonly VectorFilter? _ofPayload;

    public RowFilter(VectorFilter? filter)
    {
        var conditions = filter?.Conditions ?? [];
        _ofMedia = [.. conditions.Where(c => c.Field == VectorPayload.MediaStoreIdField)];
        VectorCondition[] others = [.. conditions.Except(_ofMedia)];
        _ofPayload = others.Length > 0 ? new VectorFilter(others) : null;
    }

    public bool LooksAtMedia => _ofMedia.Length > 0;

    public bool MayHold(Segment segment, int row)
    {
        foreach (var condition in _ofMedia)
        {
            if (!condition.Holds(segment.MediaStoreId(row)))
                return false;
        }

        return true;
    }

    /// <summary>The rest, after <see cref="MayHold"/>.</summary>
    public bool Holds(Segment segment, int row) => _ofPayload?.Holds(segment.ReadPayload(row)) != false;
}
