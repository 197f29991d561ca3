using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Definitions;

/// <summary>The class of a Pod by its requests and limits.</summary>
internal static class QualityOfService
{
    private static readonly string[] Counted = ["cpu", "memory"];

    public static string Of(JsonObject pod)
    {
        bool any = false, guaranteed = true;
        foreach (var container in Containers(pod))
        {
            var requests = container["resources"]?["requests"] as JsonObject;
            var limits = container["resources"]?["limits"] as JsonObject;
            foreach (string name in Counted)
            {
                any |= requests?[name] is not null || limits?[name] is not null;
                guaranteed &= limits?[name] is { } limit && (requests?[name] is not { } request || Quantity.Canonical(request) == Quantity.Canonical(limit));
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    private static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        ((pod["spec"]?["containers"] as JsonArray) ?? []).Concat(pod["spec"]?["initContainers"] as JsonArray ?? []).OfType<JsonObject>();
}
