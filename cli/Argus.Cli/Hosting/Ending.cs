using System.Runtime.InteropServices;

namespace Argus.Cli.Hosting;

/// <summary>Turns signals into cancellation: Ctrl-C, a request to end, or the terminal that goes away.</summary>
internal sealed class Ending : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly PosixSignalRegistration[] _signals;
    private ITimer? _last;

    /// <param name="patience">How long a command may take to end; then the process ends with or without it.</param>
    /// <param name="time">The clock.</param>
    public Ending(TimeSpan patience, TimeProvider time)
    {
        (_patience, _time) = (patience, time);
        _signals = [.. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP]).Select(s => PosixSignalRegistration.Create(s, OnSignal))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _last?.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _last ??= _time.CreateTimer(_ => Environment.Exit(Terminal.Interrupted), null, _patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
