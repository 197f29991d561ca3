using System.Diagnostics.Metrics;
using Argus.Gateway.Balancing;

namespace Argus.Gateway.Proxying;

/// <summary>What the gateway counts.</summary>
internal sealed class GatewayMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Argus.Gateway";

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _held;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _refused;

    public GatewayMetrics(IMeterFactory meters, LiveRoutes live)
    {
        var meter = meters.Create(MeterName);
        _requests = meter.CreateCounter<long>("argus.gateway.requests", null, "Requests answered, by ModelDeployment and status code.");
        _duration = meter.CreateHistogram<double>("argus.gateway.request.duration", "s", "Time from the request to the end of its answer.");
        _held = meter.CreateHistogram<double>("argus.gateway.held.duration", "s", "Time that requests waited for a pod, of those that did.");
        _retries = meter.CreateCounter<long>("argus.gateway.retries", null, "Requests sent to a further pod, by reason.");
        _refused = meter.CreateCounter<long>("argus.gateway.refused", null, "Requests refused before they reached a pod, by reason.");
        meter.CreateObservableGauge("argus.gateway.requests.in.flight", () => Of(live, b => b.Upstream.InFlight), null, "Requests not yet answered whole, those that wait for a pod included.");
        meter.CreateObservableGauge("argus.gateway.held.requests", () => Of(live, b => b.Upstream.Held), null, "Requests that wait for a pod.");
        meter.CreateObservableGauge("argus.gateway.destinations", () => Destinations(live), null, "Pods, by whether they can be reached.");
        meter.CreateObservableGauge("argus.gateway.routes", () => live.Current.Routes.Routes.Count(), null, "Routes in use.");
        meter.CreateObservableGauge("argus.gateway.route.table.age", () => live.Age.TotalSeconds, "s", "Time since the routes changed.");
    }

    /// <summary>A request has been answered.</summary>
    public void Answered(Exchange exchange, int status)
    {
        var key = exchange.Route.Backend.Key;
        KeyValuePair<string, object?> ns = new("namespace", key.Namespace), deployment = new("deployment", key.Name);
        _requests.Add(1, ns, deployment, new("code", status));
        _duration.Record(exchange.Elapsed.TotalSeconds, ns, deployment);
        if (exchange.Held > TimeSpan.Zero)
            _held.Record(exchange.Held.TotalSeconds, ns, deployment);
    }

    /// <summary>A request goes to a further pod.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="reason"><c>connect</c>, <c>broken</c> or <c>refused</c>.</param>
    public void Retried(Exchange exchange, string reason) =>
        _retries.Add(1, new("namespace", exchange.Route.Backend.Key.Namespace), new("deployment", exchange.Route.Backend.Key.Name), new("reason", reason));

    /// <summary>A request was refused before it reached a pod.</summary>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    private static IEnumerable<Measurement<int>> Of(LiveRoutes live, Func<LiveBackend, int> value) =>
        live.Current.Backends.Select(b => new Measurement<int>(value(b), new("namespace", b.Backend.Key.Namespace), new("deployment", b.Backend.Key.Name)));

    private static IEnumerable<Measurement<int>> Destinations(LiveRoutes live) =>
        from backend in live.Current.Backends
        from state in (bool[])[false, true]
        let count = backend.Stable.Destinations.Concat(backend.Canary.Destinations).Count(d => d.IsResting == state)
        select new Measurement<int>(count, new("namespace", backend.Backend.Key.Namespace), new("deployment", backend.Backend.Key.Name), new("state", state ? "resting" : "serving"));
}
