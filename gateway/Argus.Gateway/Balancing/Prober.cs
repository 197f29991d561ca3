using Argus.Gateway.Configuration;
using Argus.Gateway.Proxying;

namespace Argus.Gateway.Balancing;

/// <summary>Asks pods that have answered nothing for a while whether they are ready: requests of callers are not the ones to find out.</summary>
internal sealed class Prober(LiveRoutes live, PodConnections pods, GatewayOptions options, TimeProvider time) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.ProbeInterval, time);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken };
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Parallel.ForEachAsync(live.Current.Destinations.Where(d => d.Failures > 0 || d.SinceAnswer >= options.ProbeInterval), parallel, ProbeAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    /// <summary>Asks one pod.</summary>
    internal async ValueTask ProbeAsync(Destination destination, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, destination.Prefix + "/health/ready");
            using var response = await pods.Invoker.SendAsync(request, either.Token);
            // An image of somebody's own need not have that path; it answers, and that is what counts.
            if ((int)response.StatusCode >= 500)
                destination.Failed();
            else
                destination.Answered();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException && !cancel.IsCancellationRequested)
        {
            destination.Failed();
        }
    }
}
