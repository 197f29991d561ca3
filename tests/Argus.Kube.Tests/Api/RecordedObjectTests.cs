using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Events;
using Argus.Kube.Api.Meta;
using Argus.Kube.Api.Policy;
using Argus.Kube.Tests.Recordings;
using Argus.Testing;

namespace Argus.Kube.Tests.Api;

/// <summary>Typed records read every recorded object of their kind and write again what they claim to know.</summary>
public sealed class RecordedObjectTests
{
    private static readonly Dictionary<string, (Type Type, int AtLeast)> Kinds = new()
    {
        ["apps/v1 Deployment"] = (typeof(V1Deployment), 100),
        ["apps/v1 ReplicaSet"] = (typeof(V1ReplicaSet), 20),
        ["autoscaling/v1 Scale"] = (typeof(V1Scale), 10),
        ["autoscaling/v2 HorizontalPodAutoscaler"] = (typeof(V2HorizontalPodAutoscaler), 2),
        ["coordination.k8s.io/v1 Lease"] = (typeof(V1Lease), 10),
        ["discovery.k8s.io/v1 EndpointSlice"] = (typeof(V1EndpointSlice), 5),
        ["events.k8s.io/v1 Event"] = (typeof(EventsV1Event), 20),
        ["policy/v1 PodDisruptionBudget"] = (typeof(V1PodDisruptionBudget), 4),
        ["v1 ConfigMap"] = (typeof(V1ConfigMap), 40),
        ["v1 Namespace"] = (typeof(V1Namespace), 15),
        ["v1 Node"] = (typeof(V1Node), 1),
        ["v1 Pod"] = (typeof(V1Pod), 40),
        ["v1 Service"] = (typeof(V1Service), 4),
        ["v1 Status"] = (typeof(V1Status), 300),
    };

    public static TheoryData<string> Names() => [.. Kinds.Keys];

    [DataTheory]
    [MemberData(nameof(Names))]
    public void RoundTrip_RecordedObjects_KeepsEveryFieldThatTheTypeHas(string kind)
    {
        var (type, atLeast) = Kinds[kind];
        var info = KubeJson.Default.GetTypeInfo(type)!;
        var objects = Story.Names().SelectMany(Story.Read).SelectMany(ServerObjects).Where(o => Kind(o) == kind).ToList();

        Assert.True(objects.Count >= atLeast, $"{objects.Count} {kind}");
        foreach (var json in objects)
        {
            object read = JsonSerializer.Deserialize(json, info)!;
            var written = JsonSerializer.SerializeToElement(read, info);
            Assert.Null(TypedCompare.Difference(json, written, info));
        }
    }

    /// <summary>What the server wrote; what it was sent may be wrong on purpose.</summary>
    private static IEnumerable<JsonElement> ServerObjects(Exchange exchange)
    {
        if (!exchange.HasResponse)
            return [];
        if (exchange.IsWatch)
            return exchange.Events.SelectMany(e => Objects(e.GetProperty("object")));
        return exchange.Body is { ValueKind: JsonValueKind.Object } body ? Objects(body) : [];
    }

    private static IEnumerable<JsonElement> Objects(JsonElement json)
    {
        string kind = Kind(json);
        if (!kind.EndsWith("List", StringComparison.Ordinal) || !json.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
            return kind.Length > 0 ? [json] : [];
        // Items of built-in kinds say neither version nor kind.
        string itemKind = kind[..^"List".Length];
        return items.EnumerateArray().Where(i => Kind(i) is "" && Kinds.ContainsKey(itemKind)).Select(i => WithKind(i, itemKind)).Concat(items.EnumerateArray().Where(i => Kind(i).Length > 0));
    }

    private static JsonElement WithKind(JsonElement item, string kind)
    {
        var fields = item.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        fields["apiVersion"] = JsonSerializer.SerializeToElement(kind.Split(' ')[0]);
        fields["kind"] = JsonSerializer.SerializeToElement(kind.Split(' ')[1]);
        return JsonSerializer.SerializeToElement(fields);
    }

    private static string Kind(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("kind", out var kind) && json.TryGetProperty("apiVersion", out var version)
            ? $"{version.GetString()} {kind.GetString()}" : "";
}
