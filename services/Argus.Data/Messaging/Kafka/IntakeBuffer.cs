namespace Argus.Data.Messaging.Kafka;

/// <summary>What was read and not yet handed out, and how much is in hand. Its gate guards the trackers of the partitions too.</summary>
internal sealed class IntakeBuffer(KafkaIntakeOptions options)
{
    private readonly BandQueue<IntakeMessage> _waiting = new(options.Weights);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closed;
    private int _inHand;

    public Lock Gate { get; } = new();

    /// <summary>Handed out and not ended.</summary>
    public int InHand
    {
        get
        {
            lock (Gate)
                return _inHand;
        }
    }

    public void AddNeedsLock(IntakeMessage message)
    {
        if (_closed)
            return;
        _waiting.Add(message.Band, message);
        _arrived.TrySetResult();
    }

    /// <summary>A message skipped the queue and is in hand.</summary>
    public void BegunNeedsLock() => _inHand++;

    public void EndedNeedsLock()
    {
        _inHand--;
        if (_closed && _inHand == 0)
            _empty.TrySetResult();
    }

    /// <summary>Forgets what waits of a partition.</summary>
    public void DropNeedsLock(IntakePartition partition) => _waiting.RemoveAll(message => message.Partition == partition);

    /// <summary>Whether a partition should rest: its band is full, or too much of it is unfinished. Once resting it rests until half of that is gone.</summary>
    public bool IsFullNeedsLock(IntakePartition partition)
    {
        int share = partition.Paused ? 2 : 1;
        return _closed || _waiting.CountOf(partition.Band) >= Math.Max(1, options.BufferPerBand / share) || partition.Tracker.Uncommitted >= Math.Max(1, options.MostUncommitted / share);
    }

    public async Task<IReadOnlyList<IntakeMessage>> TakeAsync(int most, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        while (true)
        {
            Task arrived;
            lock (Gate)
            {
                List<IntakeMessage> taken = [];
                while (taken.Count < most && _waiting.TryTake(out var message))
                    taken.Add(message);
                _inHand += taken.Count;
                if (taken.Count > 0 || _closed)
                    return taken;
                if (_arrived.Task.IsCompleted)
                    _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancel);
        }
    }

    /// <summary>Hands out nothing more.</summary>
    /// <returns>Ends when nothing is in hand.</returns>
    public Task Close()
    {
        lock (Gate)
        {
            _closed = true;
            _waiting.RemoveAll(_ => true);
            _arrived.TrySetResult();
            if (_inHand == 0)
                _empty.TrySetResult();
            return _empty.Task;
        }
    }
}
