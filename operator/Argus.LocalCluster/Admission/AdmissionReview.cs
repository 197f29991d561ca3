using System.Text.Json.Nodes;
using Argus.LocalCluster.Http;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Writes;

namespace Argus.LocalCluster.Admission;

/// <summary>The body that goes to a webhook, and what is made of its answer.</summary>
internal static class AdmissionReview
{
    public static JsonObject Request(WriteTarget target, string operation, string name, JsonObject? next, JsonObject? old)
    {
        var type = target.Resource.Type;
        JsonObject Kind() => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };
        JsonObject Resource() => new() { ["group"] = type.Group, ["version"] = type.Version, ["resource"] = type.Plural };
        var request = new JsonObject
        {
            ["uid"] = Guid.NewGuid().ToString(),
            ["kind"] = Kind(),
            ["resource"] = Resource(),
            ["requestKind"] = Kind(),
            ["requestResource"] = Resource(),
            ["name"] = name,
            ["operation"] = operation,
            ["userInfo"] = new JsonObject { ["username"] = target.Caller.Name, ["uid"] = target.Caller.Uid, ["groups"] = new JsonArray([.. target.Caller.Groups.Select(g => (JsonNode)g)]) },
            ["object"] = next?.DeepClone(),
            ["oldObject"] = old?.DeepClone(),
            ["dryRun"] = target.Options.DryRun,
        };
        if (target.Subresource is not null)
            request["subResource"] = request["requestSubResource"] = target.Subresource;
        if (target.Namespace.Length > 0)
            request["namespace"] = target.Namespace;
        return new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/v1", ["request"] = request };
    }

    /// <summary>Takes warnings over; a denial becomes the answer of the write.</summary>
    public static StatusFault? Answer(string webhook, JsonObject response, WriteTarget target)
    {
        target.Warnings.AddRange(response.Strings("warnings"));
        if (response.Flag("allowed"))
            return null;
        var status = response["status"] as JsonObject;
        string message = status?.Text("message") ?? status?.Text("reason") ?? "";
        string text = message.Length == 0 ? $"admission webhook \"{webhook}\" denied the request without explanation" : $"admission webhook \"{webhook}\" denied the request: {message}";
        int code = (int?)status?.Integer("code") is { } given and >= 400 and < 600 ? given : 403;
        return new StatusFault(code, status?.Text("reason") ?? (code == 403 ? "Forbidden" : null), text) { Details = status?["details"]?.DeepClone() as JsonObject };
    }
}
