using Argus.Gateway.Balancing;
using Argus.Gateway.Configuration;
using Argus.Gateway.Proxying;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Waking;

/// <summary>Chooses pods, and holds requests for deployments that have none yet: asleep, starting, or between two pods.</summary>
internal sealed class WaitingRoom(LiveRoutes live, LastRequests wakes, GatewayOptions options, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private int _held;

    /// <summary>Chooses a pod; where there is none, waits for one until the caller's deadline.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="aborted">Ends when the caller hangs up.</param>
    /// <returns>A refusal, or a pod.</returns>
    public ValueTask<Choice> ChooseAsync(Exchange exchange, CancellationToken aborted)
    {
        var key = exchange.Route.Backend.Key;
        return live.Current.Find(key) is { } backend && Choose(backend, exchange) is { } chosen
            ? ValueTask.FromResult(new Choice(null, backend, chosen))
            : HoldAsync(exchange, aborted);
    }

    private static Destination? Choose(LiveBackend backend, Exchange exchange) => backend.Choose(exchange.Draw, exchange.Destination);

    private async ValueTask<Choice> HoldAsync(Exchange exchange, CancellationToken aborted)
    {
        long start = time.GetTimestamp();
        if (Interlocked.Increment(ref _held) > options.MaxHeld)
        {
            Interlocked.Decrement(ref _held);
            return new Choice(new Refusal(503, $"Too many requests wait for {exchange.Route.Backend.Name} to start.") { RetryAfter = Soon }, null, null);
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, exchange.Deadline);
        var upstream = live.Current.Find(exchange.Route.Backend.Key)?.Upstream;
        upstream?.BeginHold();
        try
        {
            return await WaitAsync(exchange, either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return new Choice(Late(exchange), null, null);
        }
        finally
        {
            upstream?.EndHold();
            Interlocked.Decrement(ref _held);
            exchange.Held += time.GetElapsedTime(start);
        }
    }

    private async Task<Choice> WaitAsync(Exchange exchange, CancellationToken cancel)
    {
        var key = exchange.Route.Backend.Key;
        while (true)
        {
            // Taken before the look: a change in between is not missed.
            var changed = live.Changed;
            if (live.Current.Find(key) is not { } backend)
                return new Choice(new Refusal(404, $"The ModelDeployment {key} is gone."), null, null);
            if (Choose(backend, exchange) is { } chosen)
                return new Choice(null, backend, chosen);
            if (backend.Backend.Trouble is { } trouble)
                return new Choice(new Refusal(503, $"{key} cannot serve: {trouble}"), null, null);
            if (backend.Backend.SleepsAfter is not null)
                wakes.Wake(backend);
            await changed.WaitAsync(cancel);
        }
    }

    private Refusal Late(Exchange exchange)
    {
        string state = live.Current.Find(exchange.Route.Backend.Key)?.Backend.State ?? "gone";
        return new Refusal(503, $"No pod of {exchange.Route.Backend.Name} was ready within {exchange.Limit.TotalMilliseconds:0} ms; its condition Ready is {state}.") { RetryAfter = Soon };
    }
}
