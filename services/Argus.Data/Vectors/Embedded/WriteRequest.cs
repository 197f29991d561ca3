namespace Argus.Data.Vectors.Embedded;

/// <summary>What one caller waits for.</summary>
internal sealed class WriteRequest
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to do, in this order.</summary>
    public IReadOnlyList<WriteOperation> Operations { get; init; } = [];

    /// <summary>Then: what to delete.</summary>
    public RowFilter? Where { get; init; }

    /// <summary>Then: whether to win back all room that can be won.</summary>
    public bool Compact { get; init; }

    /// <summary>Whether it can share a commit with others.</summary>
    public bool IsPlain => Where is null && !Compact;

    public Task Done => _done.Task;

    public void Succeed() => _done.TrySetResult();

    public void Fail(Exception error) => _done.TrySetException(error);
}
