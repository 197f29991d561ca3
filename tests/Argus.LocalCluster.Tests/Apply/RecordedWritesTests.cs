using System.Text.Json.Nodes;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tests.Schema;
using Argus.Testing;

namespace Argus.LocalCluster.Tests.Apply;

public sealed class RecordedWritesTests
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["modeldeployments"] = "ModelDeployment",
        ["modelpacks"] = "ModelPack",
        ["deployments"] = "Deployment",
        ["configmaps"] = "ConfigMap",
        ["pods"] = "Pod",
        ["services"] = "Service",
        ["jobs"] = "Job",
        ["leases"] = "Lease",
        ["events"] = "Event",
        ["poddisruptionbudgets"] = "PodDisruptionBudget",
        ["horizontalpodautoscalers"] = "HorizontalPodAutoscaler",
        ["customresourcedefinitions"] = "CustomResourceDefinition",
    };

    private static readonly string[] OfTheRequest =
    [
        "does not match the name on the URL", "PatchOptions.meta.k8s.io", "CreateOptions.meta.k8s.io", "Object 'Kind' is missing", "Precondition failed", "invalid character",
        "already exists", "must be specified for an update", "UpdateOptions.meta.k8s.io", "the namespace of the provided object", "API version in the data",
        "the object has been modified", "no kind \"ConfigMap\" is registered", "unknown conversion", "must be ModelDeployment", "must be argus.dev/v1alpha1",
    ];

    public static TheoryData<string, string> Stories => new()
    {
        { "patch-types", "apply-basics" },
        { "patch-types", "apply-conflict" },
        { "patch-types", "apply-deployment" },
        { "patch-types", "apply-status" },
        { "patch-types", "merge-and-json-patch" },
        { "patch-types", "strategic-merge" },
        { "validation-errors", "schema" },
        { "validation-errors", "cel" },
        { "create-get-list", "defaults-and-pruning" },
        { "update-and-conflict", "status-subresource" },
        { "update-and-conflict", "put-and-conflict" },
        { "validation-errors", "metadata" },
        { "crd-lifecycle", "not-accepted-and-invalid" },
        { "crd-lifecycle", "create-to-established" },
        { "crd-lifecycle", "schema-update" },
        { "workloads", "deployment-rollout" },
        { "workloads", "pending-gpu-pod" },
        { "workloads", "service-endpointslice" },
        { "workloads", "pdb-eviction-hpa" },
        { "workloads", "jobs" },
        { "workloads", "progress-deadline" },
        { "leases-and-events", "leases" },
        { "leases-and-events", "events" },
        { "kubectl", "apply-server-side" },
        { "kubectl", "apply-client-side" },
        { "kubectl", "change" },
        { "kubectl", "diff" },
        { "kubectl", "rollout" },
        { "deletion", "plain-and-finalizers" },
        { "deletion", "owner-references" },
    };

    [DataTheory]
    [MemberData(nameof(Stories))]
    public void Write_RecordedExchange_GivesTheRecordedObjectOrRefusal(string folder, string story)
    {
        Dictionary<string, JsonObject> stored = [];
        var problems = new List<string>();
        int compared = 0;
        foreach ((int index, JsonObject request, JsonObject response) in Recording.Exchanges(folder, story))
        {
            (string path, string query) = RecordedWriter.Split(request.Text("path")!);
            string[] parts = path.Trim('/').Split('/');
            string key = path.EndsWith("/status", StringComparison.Ordinal) ? path[..^"/status".Length] : path;
            int plural = Array.FindIndex(parts, Kinds.ContainsKey);
            if (plural < 0 || parts[^1] == "scale" || parts.Length > plural + 3)
                continue;
            string apiVersion = parts[0] == "api" ? parts[1] : $"{parts[1]}/{parts[2]}";
            JsonObject? live = stored.GetValueOrDefault(key);
            JsonNode? body = response["body"];
            int status = response["status"]!.GetValue<int>();
            if (story == "schema-update" && parts[plural] != "customresourcedefinitions" || parts[^1] == "eviction")
                continue;
            bool write = request.Text("method") is "POST" or "PUT" or "PATCH" && !IsMangled(request, status) && !Skipped(query, request, response, status, live);
            if (write)
            {
                ApiOutcome? outcome = RecordedWriter.Write(request, live?.DeepClone().AsObject(), apiVersion, Kinds[parts[plural]]);
                compared++;
                if (Difference(outcome, status, body) is { } difference)
                    problems.Add($"[{index}] {request.Text("method")} {request.Text("path")}: {difference}");
            }

            if (status is 200 or 201 && body is JsonObject o && o.Text("kind") == Kinds[parts[plural]] && !query.Contains("dryRun", StringComparison.Ordinal))
                stored[parts.Length == plural + 1 ? $"{key}/{o["metadata"]!["name"]}" : key] = o;
        }

        Assert.True(compared > 0, "the story holds no write");
        Assert.True(problems.Count == 0, $"{problems.Count} of {compared}:\n{string.Join("\n\n", problems)}");
    }

    /// <summary>Faults of the request rather than of the object belong to the HTTP side.</summary>
    private static bool Skipped(string query, JsonObject request, JsonObject response, int status, JsonObject? live) =>
        status is 404 or 415
        || (request["body"] is JsonValue && !request["body"]!.GetValue<string>().StartsWith('{'))
        || (live is null && request.Text("method") == "PATCH" && (status == 200 || !request["headers"]!["Content-Type"]!.GetValue<string>().Contains("apply", StringComparison.Ordinal)))
        || (query.Contains("fieldValidation", StringComparison.Ordinal) && status is 400 or 422)
        || (response["body"]?["message"]?.GetValue<string>() is { } message && OfTheRequest.Any(message.Contains))
        || ((request["body"] as JsonObject)?["metadata"]?["resourceVersion"] is not null && status is 409 or 500);

    /// <summary>Where a request was sent on after it had been written down, its uid is that of a later step.</summary>
    private static bool IsMangled(JsonObject request, int status) =>
        status == 200 && (request["body"] as JsonObject)?["metadata"]?["uid"].AsText() == "11111111-1111-1111-1111-111111111111";

    private static string? Difference(ApiOutcome? outcome, int status, JsonNode? body)
    {
        if (outcome is not { } found)
            return null;
        if (found.Fault is { } fault)
        {
            if (fault.Code != status)
                return $"answers {fault.Code} {fault.Message} and not {status} {body?.ToJsonString()}";
            // a patch that cannot be read is quoted whole, with all that is volatile in it
            if (fault.Causes is [{ Field: "patch" } cause])
                return body!["message"]!.GetValue<string>().EndsWith(cause.Message.Split("}\": ")[^1], StringComparison.Ordinal) ? null : $"says {cause.Message} and not {body}";
            IEnumerable<string> expected = Recording.Causes(body), actual = Recording.Causes(fault.Causes ?? []);
            if (!expected.SequenceEqual(actual))
                return $"causes\n  {string.Join("\n  ", actual)}\nand not\n  {string.Join("\n  ", expected)}";
            return status != 422 && body?["message"]?.GetValue<string>() != fault.Message ? $"says {fault.Message} and not {body?["message"]}" : null;
        }

        if (status is not (200 or 201))
            return $"accepts what was answered with {status} {body?["message"]}";
        if ((body as JsonObject)?["metadata"] is null)
            return null; // too long to be kept
        JsonObject want = Recording.Stable(body!.AsObject()), have = Recording.Stable(found.Object!);
        return JsonNode.DeepEquals(want, have) ? null : $"gives\n  {have.ToJsonString()}\nand not\n  {want.ToJsonString()}";
    }
}
