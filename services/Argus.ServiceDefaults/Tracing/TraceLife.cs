using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace Argus.ServiceDefaults.Tracing;

/// <summary>Keeps the export of traces for as long as the host; what is not sent yet goes out at its end.</summary>
internal sealed class TraceLife(TracerProvider provider) : IHostedService, IDisposable
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => provider.Dispose();
}
