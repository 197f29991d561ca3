using System.Text.Json.Nodes;
using Argus.Kube.Api.Argus;
using Argus.Operator.Planning;

namespace Argus.Operator.Rendering;

/// <summary>The container of a pod.</summary>
internal static class ServerContainer
{
    public static JsonObject Render(RenderInput input, ServedModel model) => Json.Map(
        ("name", Names.Container),
        ("image", input.Spec.Pod?.Image ?? input.Hardware.Image),
        ("ports", Json.List(Json.Map(("name", Names.Port), ("containerPort", Names.PortNumber), ("protocol", "TCP")))),
        ("env", ServerEnvironment.Render(input, model)),
        ("resources", Resources(input)),
        ("volumeMounts", Json.List(
            Json.Map(("name", Names.PackVolume), ("mountPath", Names.PackFolder), ("readOnly", true)),
            Json.Map(("name", Names.CacheVolume), ("mountPath", Names.CacheFolder)),
            Json.Map(("name", "tmp"), ("mountPath", "/tmp")))),
        // The download of the weights is part of the start: until it is warm, a pod is neither ready nor dead.
        ("startupProbe", Probe("/health/ready", period: 1, failures: input.Spec.Rollout.ReadyWithinSeconds)),
        ("readinessProbe", Probe("/health/ready", period: 2, failures: 2)),
        ("livenessProbe", Probe("/health/live", period: 10, failures: 3)),
        // What the server wrote last, where it ended on its own, is the reason that the status tells.
        ("terminationMessagePolicy", "FallbackToLogsOnError"),
        ("securityContext", SecurityContext()));

    /// <summary>Nothing but what a process needs to compute.</summary>
    public static JsonObject SecurityContext() => Json.Map(
        ("allowPrivilegeEscalation", false),
        ("readOnlyRootFilesystem", true),
        ("capabilities", Json.Map(("drop", Json.List("ALL")))));

    /// <summary>A probe by HTTP.</summary>
    /// <param name="path">Path that answers 2xx where all is well.</param>
    /// <param name="period">Seconds between two.</param>
    /// <param name="failures">How many in a row make it fail.</param>
    public static JsonObject Probe(string path, int period, int failures) => Json.Map(
        ("httpGet", Json.Map(("path", path), ("port", Names.Port))),
        ("periodSeconds", period),
        ("timeoutSeconds", 2),
        ("failureThreshold", failures));

    /// <summary>What the user asks for, or a little, and the devices.</summary>
    public static JsonObject Resources(RenderInput input)
    {
        var (limits, requests) = (Amounts(input.Spec.Pod?.Resources?.Limits), Amounts(input.Spec.Pod?.Resources?.Requests));
        if (requests.Count == 0)
            (requests["cpu"], requests["memory"]) = ("500m", "512Mi");
        if (input.Hardware.Resource is { } device)
        {
            // Devices are never overcommitted: the scheduler refuses a request that differs from the limit.
            limits[device] = $"{input.Spec.Hardware.Count}";
            requests[device] = $"{input.Spec.Hardware.Count}";
        }

        return Json.Map(("limits", limits.Count == 0 ? null : limits), ("requests", requests));
    }

    private static JsonObject Amounts(IReadOnlyDictionary<string, System.Text.Json.JsonElement>? amounts) =>
        amounts is null ? [] : new JsonObject(amounts.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.ToString())));
}
