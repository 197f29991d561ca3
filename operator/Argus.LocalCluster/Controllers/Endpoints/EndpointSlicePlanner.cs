using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Endpoints;

/// <summary>Lists the pods behind a Service. Pods for which a named port means another number get a slice of their own; a slice holds at most 100.</summary>
internal static class EndpointSlicePlanner
{
    public const string ServiceLabel = "kubernetes.io/service-name";
    public const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    public const string Manager = "endpointslice-controller.k8s.io";
    private const string HeadlessLabel = "service.kubernetes.io/headless";
    private const int PerSlice = 100;

    /// <param name="service">The Service.</param>
    /// <param name="pods">Pods of its namespace that it selects.</param>
    /// <param name="zones">Zone of a node by its name.</param>
    /// <param name="owned">Its slices made here.</param>
    public static EndpointSlicePlan Compute(V1Service service, IEnumerable<V1Pod> pods, Func<string, string?> zones, IReadOnlyCollection<V1EndpointSlice> owned)
    {
        // Without a selector somebody else keeps the slices.
        if (service.Metadata.DeletionTimestamp is not null || service.Spec?.Selector is null || service.Spec.Type == "ExternalName")
            return new EndpointSlicePlan([], [], [.. owned]);

        var free = owned.OrderBy(slice => slice.Metadata.Name, StringComparer.Ordinal).ToList();
        var create = new List<V1EndpointSlice>();
        var update = new List<V1EndpointSlice>();
        foreach (var wanted in Wanted(service, pods, zones))
        {
            var present = free.Find(slice => Same(slice.Ports, wanted.Ports)) ?? free.FirstOrDefault();
            if (present is null)
            {
                create.Add(wanted);
                continue;
            }

            free.Remove(present);
            var next = present with
            {
                Metadata = present.Metadata with { Labels = wanted.Metadata.Labels },
                Endpoints = Stable(present.Endpoints, wanted.Endpoints!),
                Ports = wanted.Ports,
            };
            if (!Same(present, next))
                update.Add(next);
        }

        return new EndpointSlicePlan(create, update, free);
    }

    private static IEnumerable<V1EndpointSlice> Wanted(V1Service service, IEnumerable<V1Pod> pods, Func<string, string?> zones)
    {
        var groups = pods
            .Where(pod => pod.Status?.PodIP is { Length: > 0 } && !pod.IsFinished())
            .OrderBy(pod => pod.Metadata.CreationTimestamp)
            .ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
            .Select(pod => (Ports: ServicePorts.Resolve(service, pod), Endpoint: Endpoint(service, pod, zones)))
            .GroupBy(entry => string.Join(';', entry.Ports.Select(port => $"{port.Name}/{port.Protocol}/{port.Port}")))
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToList();
        // A Service without pods has one empty slice, so that watchers see it.
        if (groups.Count == 0)
            return [Slice(service, [], [])];
        return groups.SelectMany(group => group.Select(entry => entry.Endpoint).Chunk(PerSlice), (group, endpoints) => Slice(service, group.First().Ports, endpoints));
    }

    private static V1EndpointSlice Slice(V1Service service, IReadOnlyList<V1EndpointPort> ports, IReadOnlyList<V1Endpoint> endpoints)
    {
        var labels = new SortedDictionary<string, string>(service.Metadata.Labels?.ToDictionary() ?? [], StringComparer.Ordinal)
        {
            [ManagedByLabel] = Manager,
            [ServiceLabel] = service.Metadata.Name!,
        };
        if (service.Spec!.ClusterIP == "None")
            labels[HeadlessLabel] = "";
        return new V1EndpointSlice
        {
            Metadata = new V1ObjectMeta
            {
                GenerateName = $"{service.Metadata.Name}-",
                Namespace = service.Metadata.Namespace,
                Labels = labels,
                OwnerReferences = [Owners.Reference(service, V1Service.Resource)],
            },
            AddressType = "IPv4",
            Endpoints = endpoints,
            Ports = ports,
        };
    }

    private static V1Endpoint Endpoint(V1Service service, V1Pod pod, Func<string, string?> zones)
    {
        bool serving = pod.IsReady(), terminating = pod.IsTerminating();
        return new V1Endpoint
        {
            Addresses = [pod.Status!.PodIP!],
            Conditions = new V1EndpointConditions
            {
                Ready = service.Spec!.PublishNotReadyAddresses == true || (serving && !terminating),
                Serving = serving,
                Terminating = terminating,
            },
            NodeName = pod.Spec?.NodeName,
            Zone = pod.Spec?.NodeName is { } node ? zones(node) : null,
            Hostname = pod.Spec?.Subdomain == service.Metadata.Name ? pod.Spec?.Hostname : null,
            TargetRef = new V1ObjectReference { Kind = "Pod", Namespace = pod.Metadata.Namespace, Name = pod.Metadata.Name, Uid = pod.Metadata.Uid },
        };
    }

    // Those that stay keep their places, so that a change of one is a small change.
    private static List<V1Endpoint> Stable(IReadOnlyList<V1Endpoint>? present, IReadOnlyList<V1Endpoint> wanted)
    {
        var places = (present ?? []).Select((endpoint, place) => (endpoint.TargetRef?.Uid, place)).Where(entry => entry.Uid is not null)
            .DistinctBy(entry => entry.Uid).ToDictionary(entry => entry.Uid!, entry => entry.place);
        return [.. wanted.OrderBy(endpoint => places.GetValueOrDefault(endpoint.TargetRef!.Uid!, int.MaxValue))];
    }

    private static bool Same(IReadOnlyList<V1EndpointPort>? left, IReadOnlyList<V1EndpointPort>? right) =>
        (left ?? []).SequenceEqual(right ?? []);

    private static bool Same(V1EndpointSlice left, V1EndpointSlice right) =>
        JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(left, KubeJson.Default.V1EndpointSlice),
            JsonSerializer.SerializeToElement(right, KubeJson.Default.V1EndpointSlice));
}
