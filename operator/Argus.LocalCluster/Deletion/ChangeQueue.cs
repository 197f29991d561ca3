using System.Threading.Channels;
using Argus.LocalCluster.Storage;

namespace Argus.LocalCluster.Deletion;

/// <summary>Every change of the store, for one reader, and the state that they build on.</summary>
internal sealed class ChangeQueue
{
    private readonly Channel<Change> _changes = Channel.CreateUnbounded<Change>(new UnboundedChannelOptions { SingleReader = true });

    public ChangeQueue(ObjectStore store) => Start = store.Observe(change => _changes.Writer.TryWrite(change));

    public StoreState Start { get; }

    public IAsyncEnumerable<Change> ReadAllAsync(CancellationToken cancellationToken) => _changes.Reader.ReadAllAsync(cancellationToken);
}
