using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Requests and limits. A device cannot be halved or promised twice; processor time and memory can.</summary>
internal static class ResourceChecks
{
    public static void Container(JsonObject container, JsonObject? old, FieldPath path, List<FieldCause> causes)
    {
        if (container["resources"] is not JsonObject resources)
            return;
        string field = path.Child("resources");
        JsonObject limits = resources["limits"] as JsonObject ?? [], requests = resources["requests"] as JsonObject ?? [];
        CheckAmounts(limits, field + ".limits", causes);
        CheckAmounts(requests, field + ".requests", causes);
        foreach ((string name, JsonNode? request) in requests)
        {
            if (Quantity.Parse(request) is not { } wanted)
                continue;
            Quantity? limit = Quantity.Parse(limits[name]);
            if (limit is null && IsDevice(name))
                causes.Add(Causes.Required(field + ".limits", "Limit must be set for non overcommitable resources"));
            else if (limit is { } most && IsDevice(name) && wanted.CompareTo(most) != 0)
                causes.Add(Causes.Invalid(field + ".requests", wanted.ToString(), $"must be equal to {name} limit of {most}"));
            else if (limit is { } cap && wanted > cap)
                causes.Add(Causes.Invalid(field + ".requests", wanted.ToString(), $"must be less than or equal to {name} limit of {cap}"));
        }
    }

    private static void CheckAmounts(JsonObject amounts, string field, List<FieldCause> causes)
    {
        foreach ((string name, JsonNode? amount) in amounts)
        {
            if (Quantity.Parse(amount) is not { } quantity)
                continue;
            string at = $"{field}[{name}]";
            if (quantity.IsNegative)
                causes.Add(Causes.Invalid(at, quantity.ToString(), "must be greater than or equal to 0"));
            if (IsDevice(name) && !quantity.IsWhole)
                causes.Add(Causes.Invalid(at, quantity.ToString(), "must be an integer"));
            if (!name.Contains('/', StringComparison.Ordinal) && !IsKnown(name))
                causes.Add(Causes.Invalid(at, name, "must be a standard resource type or fully qualified"));
        }
    }

    private static bool IsDevice(string name) => name.Contains('/', StringComparison.Ordinal) && !name.Contains("kubernetes.io/", StringComparison.Ordinal);

    private static bool IsKnown(string name) =>
        name is "cpu" or "memory" or "ephemeral-storage" or "storage" or "pods" || name.StartsWith("hugepages-", StringComparison.Ordinal);
}
