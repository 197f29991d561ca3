using System.Text;
using Argus.Data.Messaging.Outbox;
using Argus.Testing.Processes;

namespace Argus.Data.Tests.Messaging.Outbox;

/// <summary>Rows in memory, as a store would give them; it can be told to fail.</summary>
internal sealed class MemoryOutbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, OutboxMessage> _rows = [];
    private readonly Signal _changed = new();
    private object? _owner;

    public List<OutboxReceipt> Receipts { get; } = [];

    public int Reads { get; private set; }

    /// <summary>Called before rows are removed; what it throws is as a crash between publishing and acknowledging.</summary>
    public Action BeforeAcknowledge { get; set; } = () => { };

    public bool IsEmptyNeedsLock => _rows.Count == 0;

    /// <summary>One publisher's view.</summary>
    public OutboxSource For(object owner) => new()
    {
        LeaseAsync = (_, _) => Task.FromResult(Lease(owner)),
        ReleaseAsync = _ => Task.FromResult(Release(owner)),
        ReadAsync = (after, count, _) => Task.FromResult(Read(after, count)),
        AcknowledgeAsync = (receipts, _) => Acknowledge(receipts),
    };

    public void Add(long id, string key, string topic = "t")
    {
        lock (_lock)
            _rows.Add(id, new(id, topic, key, new Dictionary<string, string>(), Encoding.UTF8.GetBytes($"{id}")));
    }

    /// <summary>Another publisher takes the lease.</summary>
    public void TakeLease(object owner)
    {
        lock (_lock)
            _owner = owner;
        _changed.Set();
    }

    public Task UntilEmptyAsync() => UntilAsync(() => _rows.Count == 0);

    public async Task UntilAsync(Func<bool> condition) => await _changed.UntilAsync(() => Locked(condition), Patience, () => $"{_rows.Count} rows are left");

    private bool Locked(Func<bool> condition)
    {
        lock (_lock)
            return condition();
    }

    private bool Lease(object owner)
    {
        lock (_lock)
            return ReferenceEquals(_owner ??= owner, owner);
    }

    private bool Release(object owner)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_owner, owner))
                _owner = null;
            return true;
        }
    }

    private IReadOnlyList<OutboxMessage> Read(long after, int count)
    {
        lock (_lock)
        {
            Reads++;
            _changed.Set();
            return [.. _rows.Values.Where(r => r.Id > after).Take(count)];
        }
    }

    private Task Acknowledge(IReadOnlyList<OutboxReceipt> receipts)
    {
        lock (_lock)
        {
            BeforeAcknowledge();
            foreach (var receipt in receipts)
            {
                Assert.True(_rows.Remove(receipt.Id));
                Receipts.Add(receipt);
            }
        }

        _changed.Set();
        return Task.CompletedTask;
    }
}
