using Argus.ServiceDefaults.Auth;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.ServiceDefaults.Tests.Auth;

public sealed class FileWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly LogLines<FileWatch> _log = new();
    private readonly Signal _called = new();
    private int _calls;

    [Fact]
    public async Task RunAsync_WhenAFileChanges_Calls()
    {
        using var ending = new CancellationTokenSource();
        var run = new FileWatch(_folder.Path, TimeProvider.System, _log).RunAsync(Call, ending.Token);
        await UntilAsync(1);

        _folder.Write("alice", [1]);
        await UntilAsync(2);

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task RunAsync_WhereTheSystemTellsNothing_CallsEveryInterval()
    {
        var time = new FakeTimeProvider();
        using var ending = new CancellationTokenSource();
        var run = new FileWatch(Path.Combine(_folder.Path, "none"), time, _log).RunAsync(Call, ending.Token);
        Assert.Equal(0, _calls);

        time.Advance(FileWatch.Interval);
        await UntilAsync(1);

        Assert.Contains(_log.Lines, l => l.Contains("cannot be watched", StringComparison.Ordinal));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    public void Dispose() => _folder.Dispose();

    private void Call()
    {
        Interlocked.Increment(ref _calls);
        _called.Set();
    }

    private Task UntilAsync(int calls) => _called.UntilAsync(() => Volatile.Read(ref _calls) >= calls, Patience, () => $"{_calls} calls");
}
