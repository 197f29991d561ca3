namespace Argus.Data.Messaging.Kafka;

/// <summary>
/// Three queues and the order in which they are served: by weight where several have something, so that high goes first by far and low never starves.
/// Smooth weighted round robin, as nginx has it. Not safe for several threads.
/// </summary>
/// <param name="weights">Share of high, normal and low, each 1 or more.</param>
internal sealed class BandQueue<T>(IReadOnlyList<int> weights)
{
    private readonly LinkedList<T>[] _bands = [new(), new(), new()];
    private readonly int[] _credit = new int[3];

    public int Count => _bands.Sum(band => band.Count);

    public int CountOf(Band band) => _bands[(int)band].Count;

    public void Add(Band band, T item) => _bands[(int)band].AddLast(item);

    /// <summary>Takes the next in turn; false where all are empty.</summary>
    public bool TryTake(out T item)
    {
        item = default!;
        int best = -1;
        int total = 0;
        for (int i = 0; i < 3; i++)
        {
            // A band that has nothing saves up no credit either.
            if (_bands[i].Count == 0)
            {
                _credit[i] = 0;
                continue;
            }

            _credit[i] += weights[i];
            total += weights[i];
            if (best < 0 || _credit[i] > _credit[best])
                best = i;
        }

        if (best < 0)
            return false;
        _credit[best] -= total;
        item = _bands[best].First!.Value;
        _bands[best].RemoveFirst();
        return true;
    }

    /// <summary>Drops what a condition names.</summary>
    public void RemoveAll(Func<T, bool> unwanted)
    {
        foreach (var band in _bands)
        {
            for (var node = band.First; node is not null;)
            {
                var next = node.Next;
                if (unwanted(node.Value))
                    band.Remove(node);
                node = next;
            }
        }
    }
}
