using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Admission;

/// <summary>One webhook of a configuration.</summary>
internal sealed class Webhook(JsonObject spec)
{
    private readonly IReadOnlyList<JsonObject> _rules = [.. (spec["rules"] as JsonArray ?? []).OfType<JsonObject>()];

    public string Name { get; } = spec.Text("name") ?? "";

    /// <summary>Where it is called; a Service by its name within the cluster.</summary>
    public string Url { get; } = UrlOf(spec["clientConfig"] as JsonObject ?? []);

    /// <summary>Certificates that it is believed by, in PEM and base64; null for those of the system.</summary>
    public string? Authorities { get; } = (spec["clientConfig"] as JsonObject)?.Text("caBundle");

    public bool FailOpen { get; } = spec.Text("failurePolicy") == "Ignore";

    public long? TimeoutSeconds { get; } = spec.Integer("timeoutSeconds");

    /// <summary>True where one of the rules names such a write.</summary>
    public bool Wants(WriteTarget target, string operation) => _rules.Any(rule => Matches(rule, target, operation));

    /// <summary>True where the object and its namespace are among those selected.</summary>
    public bool Selects(JsonObject? body, IReadOnlyDictionary<string, string>? namespaceLabels)
    {
        var labels = (body?["metadata"]?["labels"] as JsonObject)?.ToDictionary(l => l.Key, l => l.Value?.ToString() ?? "") ?? [];
        return SelectorMatch.Matches(spec["objectSelector"] as JsonObject, labels)
            && (namespaceLabels is null || SelectorMatch.Matches(spec["namespaceSelector"] as JsonObject, namespaceLabels));
    }

    private static string UrlOf(JsonObject client) => client["service"] is JsonObject service
        ? $"https://{service.Text("name")}.{service.Text("namespace")}.svc:{service.Integer("port") ?? 443}{service.Text("path")}"
        : client.Text("url") ?? "";

    private static bool Matches(JsonObject rule, WriteTarget target, string operation)
    {
        string resource = target.Subresource is null ? target.Resource.Plural : $"{target.Resource.Plural}/{target.Subresource}";
        return Has(rule, "operations", operation)
            && Has(rule, "apiGroups", target.Resource.Group)
            && Has(rule, "apiVersions", target.Resource.Version)
            && rule.Text("scope") is var scope && (scope is null or "*" || scope == "Namespaced" == target.Resource.Namespaced)
            && rule.Strings("resources").Any(r => r == resource || r == "*/*" || (r == "*" && target.Subresource is null)
                || r == $"{target.Resource.Plural}/*" || (target.Subresource is not null && r == $"*/{target.Subresource}"));
    }

    private static bool Has(JsonObject rule, string name, string value) => rule.Strings(name) is var values && (values.Contains(value) || values.Contains("*"));
}
