namespace Argus.LocalCluster.Storage;

/// <summary>One change of one object, and the way to the change after it.</summary>
/// <param name="type">What happened.</param>
/// <param name="stored">The new state; of a deletion the last state at the version of the deletion.</param>
/// <param name="previous">The state before, null if there was none.</param>
internal sealed class Change(ChangeType type, StoredObject stored, StoredObject? previous)
{
    private readonly TaskCompletionSource<Change> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChangeType Type { get; } = type;

    public StoredObject Object { get; } = stored;

    public StoredObject? Previous { get; } = previous;

    public long Version => Object.Version;

    /// <summary>Completes when the next change of the same resource has happened.</summary>
    public Task<Change> Next => _next.Task;

    internal void Link(Change next) => _next.SetResult(next);
}
