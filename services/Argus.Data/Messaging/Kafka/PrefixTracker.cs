namespace Argus.Data.Messaging.Kafka;

/// <summary>
/// Which offset of one partition may be committed while its messages end in any order: never beyond the first that has not ended.
/// Offsets may have gaps, as compaction and transactions leave them. Not safe for several threads.
/// </summary>
public sealed class PrefixTracker
{
    private readonly Queue<long> _uncommitted = [];
    private readonly HashSet<long> _inHand = [];
    private long _last = long.MinValue;

    /// <summary>The offset to commit, which is that of the next message to read after a restart; null where nothing has ended yet.</summary>
    public long? Committable { get; private set; }

    /// <summary>Messages that were begun and cannot be committed yet: what a crash would repeat at most.</summary>
    public int Uncommitted => _uncommitted.Count;

    /// <summary>Messages that have not ended.</summary>
    public int InHand => _inHand.Count;

    /// <summary>A message was read.</summary>
    /// <returns>False, and nothing changes, where its offset is not above the last: the partition was read again from an earlier place, and a new tracker must begin.</returns>
    public bool Begin(long offset)
    {
        if (offset <= _last)
            return false;
        _last = offset;
        _uncommitted.Enqueue(offset);
        _inHand.Add(offset);
        return true;
    }

    /// <summary>A message has ended: its result is stored, or it needs none.</summary>
    /// <returns>Whether <see cref="Committable"/> moved. An offset that was not begun, or ended before, changes nothing.</returns>
    public bool End(long offset)
    {
        if (!_inHand.Remove(offset))
            return false;
        bool moved = false;
        while (_uncommitted.TryPeek(out long first) && !_inHand.Contains(first))
        {
            _uncommitted.Dequeue();
            Committable = first + 1;
            moved = true;
        }

        return moved;
    }
}
