using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Argus.ServiceDefaults.Tracing;

/// <summary>Keeps the export of traces for as long as the host; what is not sent yet goes out at its end.</summary>
internal sealed class TraceLife(TracerProvider provider) : IHostedLifecycleService, IDisposable
{
    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>When all else has ended. On a thread of the pool, for it blocks: where the host ends on the thread that carries the network, nothing would be sent.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.Run(() => provider.Shutdown(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => provider.Dispose();
}
