using Argus.Data.Messaging.Outbox;

namespace Argus.Data.Tests.Messaging.Outbox;

/// <summary>A pump that works until the end of the test.</summary>
internal sealed class RunningPump : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public RunningPump(OutboxPump pump) => _running = Task.Run(() => pump.RunAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
