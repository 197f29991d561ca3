using Argus.Kube.Api;
using Argus.Kube.Api.Core;

namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>Amounts by resource name, in thousandths for processors and whole units for all else.</summary>
internal static class ResourceRequests
{
    public const string Cpu = "cpu";

    /// <summary>What a pod asks for: the sum of its containers, or the largest init container where that is more; sidecars count beside both.</summary>
    public static Dictionary<string, long> Of(V1PodSpec? spec)
    {
        var total = new Dictionary<string, long>();
        foreach (var container in spec?.Containers ?? [])
            Add(total, Of(container));
        var sidecars = new Dictionary<string, long>();
        var peak = new Dictionary<string, long>();
        foreach (var container in spec?.InitContainers ?? [])
        {
            var requests = Of(container);
            if (container.RestartPolicy == "Always")
            {
                Add(sidecars, requests);
                continue;
            }

            Add(requests, sidecars);
            Largest(peak, requests);
        }

        Add(total, sidecars);
        Largest(total, peak);
        return total;
    }

    public static long Amount(string resource, ResourceQuantity quantity) => resource == Cpu ? quantity.MilliUnits : quantity.Units;

    public static void Add(Dictionary<string, long> total, IReadOnlyDictionary<string, long> more, int sign = 1)
    {
        foreach (var (resource, amount) in more)
            total[resource] = total.GetValueOrDefault(resource) + (sign * amount);
    }

    private static void Largest(Dictionary<string, long> total, Dictionary<string, long> other)
    {
        foreach (var (resource, amount) in other)
            total[resource] = Math.Max(total.GetValueOrDefault(resource), amount);
    }

    // A limit without a request is the request too, as the API server's defaults have it.
    private static Dictionary<string, long> Of(V1Container container)
    {
        var requests = new Dictionary<string, long>();
        foreach (var (resource, quantity) in container.Resources?.Limits ?? new Dictionary<string, ResourceQuantity>())
            requests[resource] = Amount(resource, quantity);
        foreach (var (resource, quantity) in container.Resources?.Requests ?? new Dictionary<string, ResourceQuantity>())
            requests[resource] = Amount(resource, quantity);
        return requests;
    }
}
