using System.Net;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Node.Services;

/// <summary>
/// Makes Services reachable at their addresses from this machine: what comes to one over TCP is carried to a pod that is ready.
/// Nothing listens where no pod is ready, so that callers are refused at once, as in a cluster.
/// </summary>
internal sealed partial class ServiceForwarder : IDisposable
{
    private const string ServiceLabel = "kubernetes.io/service-name";

    private readonly ObjectCache<V1Service> _services;
    private readonly ObjectCache<V1EndpointSlice> _slices;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectKey, Dictionary<IPEndPoint, PortForward>> _forwards = [];
    private bool _stopped;

    public ServiceForwarder(ObjectCache<V1Service> services, ObjectCache<V1EndpointSlice> slices, ILogger logger, TimeProvider time)
    {
        (_services, _slices, _logger, _time) = (services, slices, logger, time);
        services.Changed += (before, after) => Refresh(ObjectKey.Of((after ?? before)!));
        slices.Changed += (before, after) =>
        {
            var slice = (after ?? before)!;
            if (slice.Metadata.Labels?.GetValueOrDefault(ServiceLabel) is { } service)
                Refresh(new ObjectKey(slice.Metadata.Namespace ?? "", service));
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            foreach (var forward in _forwards.Values.SelectMany(ports => ports.Values))
                forward.Dispose();
            _forwards.Clear();
        }
    }

    private void Refresh(ObjectKey key)
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            var wanted = Wanted(key);
            if (!_forwards.TryGetValue(key, out var present))
                _forwards[key] = present = [];
            foreach (var gone in present.Keys.Except(wanted.Keys).ToList())
            {
                present[gone].Dispose();
                present.Remove(gone);
            }

            foreach (var (address, targets) in wanted)
            {
                if (present.TryGetValue(address, out var forward))
                    forward.Targets = targets;
                else if (PortForward.Open(address, targets, _time, problem => LogUnreachable(key, address, problem)) is { } opened)
                    present[address] = opened;
            }

            if (present.Count == 0)
                _forwards.Remove(key);
        }
    }

    private Dictionary<IPEndPoint, IPEndPoint[]> Wanted(ObjectKey key)
    {
        var wanted = new Dictionary<IPEndPoint, IPEndPoint[]>();
        if (_services.Find(key) is not { Spec: { ClusterIP: { } text } spec } service || !IPAddress.TryParse(text, out var address) || !IPAddress.IsLoopback(address))
            return wanted;
        // Those of a Service without a selector are made by others, who need not own them by it.
        var slices = spec.Selector is null
            ? [.. _slices.InNamespace(key.Namespace).Where(slice => slice.Metadata.Labels?.GetValueOrDefault(ServiceLabel) == key.Name)]
            : _slices.OwnedBy(service.Metadata.Uid);
        foreach (var port in (spec.Ports ?? []).Where(port => port.Protocol is null or "TCP"))
        {
            IPEndPoint[] targets = [.. slices.SelectMany(slice => Targets(slice, port.Name ?? "")).Distinct()];
            if (targets.Length > 0)
                wanted[new IPEndPoint(address, port.Port)] = targets;
        }

        return wanted;
    }

    private static IEnumerable<IPEndPoint> Targets(V1EndpointSlice slice, string name) =>
        from port in slice.Ports ?? []
        where (port.Name ?? "") == name && port.Port is not null
        from endpoint in slice.Endpoints ?? []
        where endpoint.Conditions?.Ready != false
        from address in endpoint.Addresses
        where IPAddress.TryParse(address, out _)
        select new IPEndPoint(IPAddress.Parse(address), port.Port!.Value);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Service {Service} cannot be reached at {Address}: {Problem}")]
    private partial void LogUnreachable(ObjectKey service, IPEndPoint address, string problem);
}
