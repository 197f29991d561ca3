using Argus.Gateway.Configuration;

namespace Argus.Gateway.Health;

/// <summary>A shutdown in steps: readiness goes first, requests are still taken while load balancers notice, then the listeners close and what is under way ends.</summary>
internal sealed class Drain(GatewayOptions options, TimeProvider time) : IHostedLifecycleService
{
    private volatile bool _isDraining;

    /// <summary>Whether the gateway is about to stop.</summary>
    public bool IsDraining => _isDraining;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        if (options.DrainDelay > TimeSpan.Zero)
            await Task.Delay(options.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
