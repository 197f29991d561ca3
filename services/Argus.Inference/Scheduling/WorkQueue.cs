namespace Argus.Inference.Scheduling;

/// <summary>Items by falling priority, then by arrival. Every call takes constant time, but for <see cref="Items"/>. Not thread-safe.</summary>
internal sealed class WorkQueue
{
    public const int HighestPriority = 10;

    private readonly Lane[] _lanes = new Lane[HighestPriority + 1];

    public int Count { get; private set; }

    /// <summary>Items that a newcomer of this priority would wait behind.</summary>
    public int Ahead(int priority)
    {
        int ahead = 0;
        for (int p = priority; p <= HighestPriority; p++)
            ahead += _lanes[p].Count;
        return ahead;
    }

    public void Enqueue(WorkItem item)
    {
        ref var lane = ref _lanes[item.Priority];
        (item.Previous, item.Queued) = (lane.Last, true);
        if (lane.Last is { } last)
            last.Next = item;
        else
            lane.First = item;
        lane.Last = item;
        lane.Count++;
        Count++;
    }

    /// <summary>Takes the item out whose turn it is, or null.</summary>
    public WorkItem? Dequeue()
    {
        for (int p = HighestPriority; Count > 0 && p >= 0; p--)
        {
            if (_lanes[p].First is { } item)
            {
                Remove(item);
                return item;
            }
        }

        return null;
    }

    /// <summary>Takes an item out, wherever it stands.</summary>
    /// <returns>False where it is not queued.</returns>
    public bool Remove(WorkItem item)
    {
        if (!item.Queued)
            return false;
        ref var lane = ref _lanes[item.Priority];
        if (item.Previous is { } previous)
            previous.Next = item.Next;
        else
            lane.First = item.Next;
        if (item.Next is { } next)
            next.Previous = item.Previous;
        else
            lane.Last = item.Previous;
        (item.Previous, item.Next, item.Queued) = (null, null, false);
        lane.Count--;
        Count--;
        return true;
    }

    /// <summary>All items in the order of their turns, copied: the queue may change while they are looked at.</summary>
    public IReadOnlyList<WorkItem> Items()
    {
        var items = new List<WorkItem>(Count);
        for (int p = HighestPriority; p >= 0; p--)
        {
            for (var item = _lanes[p].First; item is not null; item = item.Next)
                items.Add(item);
        }

        return items;
    }

    private struct Lane
    {
        public WorkItem? First;
        public WorkItem? Last;
        public int Count;
    }
}
