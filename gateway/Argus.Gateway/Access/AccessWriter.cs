using System.Diagnostics.Metrics;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Access;

/// <summary>Carries access lines out, on a thread of its own: however slow the other end is, requests do not wait for it.</summary>
internal sealed class AccessWriter : IHostedService
{
    /// <summary>Bytes of a line at most, and of one write: up to so many, a pipe never mixes the writes of two (PIPE_BUF), and logs go the same way.</summary>
    public const int MostBytes = 4096;

    private const int Capacity = 1024 * 1024;

    private readonly LineBuffer _lines = new(Capacity);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream _output;
    private readonly ILogger<AccessWriter> _log;
    private readonly Counter<long> _dropped;
    private Thread? _thread;

    /// <param name="output">Where lines go.</param>
    /// <param name="meters">For lines that found no room.</param>
    /// <param name="log">Told where the output breaks.</param>
    public AccessWriter(Stream output, IMeterFactory meters, ILogger<AccessWriter> log)
    {
        (_output, _log) = (output, log);
        _dropped = meters.Create(GatewayMetrics.MeterName).CreateCounter<long>("argus.gateway.access.log.dropped", null, "Lines of the access log that were left out because it was not read fast enough.");
    }

    /// <summary>Writes a line, its end included, or leaves it out.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (!_lines.TryAdd(line))
            _dropped.Add(1);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "access log" };
        _thread.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Close();
        // An output that nobody reads must not keep the process.
        if (_thread is not null)
            await _finished.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Run()
    {
        try
        {
            for (var lines = _lines.Take(); !lines.IsEmpty; lines = _lines.Take())
            {
                while (!lines.IsEmpty)
                {
                    int length = lines.Length <= MostBytes ? lines.Length : lines[..MostBytes].LastIndexOf((byte)'\n') + 1;
                    _output.Write(lines[..length]);
                    lines = lines[length..];
                }
            }
        }
        catch (Exception e)
        {
            // Whatever it is: a log that ends must not end the process.
            _lines.Close();
            Log.Broken(_log, e.Message);
        }
        finally
        {
            _finished.TrySetResult();
        }
    }
}
