namespace Argus.Gateway.Tests.Access;

/// <summary>An output that nobody reads until the test says so.</summary>
internal sealed class BlockedStream : MemoryStream
{
    private readonly ManualResetEventSlim _open = new();

    /// <summary>Set when the first write has come.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.Set();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Reached.TrySetResult();
        _open.Wait();
        base.Write(buffer, offset, count);
    }

    protected override void Dispose(bool disposing)
    {
        _open.Set();
        base.Dispose(disposing);
    }
}
