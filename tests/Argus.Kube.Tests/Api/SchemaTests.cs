using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Events;
using Argus.Kube.Api.Meta;
using Argus.Kube.Api.Networking;
using Argus.Kube.Api.Policy;
using Argus.Testing;

namespace Argus.Kube.Tests.Api;

/// <summary>Every property of our records is one of the official OpenAPI documents, of the same type.</summary>
public sealed class SchemaTests
{
    private static readonly (Type Type, string Document, string Schema)[] Roots =
    [
        (typeof(V1Pod), "api__v1", "io.k8s.api.core.v1.Pod"),
        (typeof(V1Service), "api__v1", "io.k8s.api.core.v1.Service"),
        (typeof(V1ConfigMap), "api__v1", "io.k8s.api.core.v1.ConfigMap"),
        (typeof(V1Secret), "api__v1", "io.k8s.api.core.v1.Secret"),
        (typeof(V1Namespace), "api__v1", "io.k8s.api.core.v1.Namespace"),
        (typeof(V1Node), "api__v1", "io.k8s.api.core.v1.Node"),
        (typeof(V1ServiceAccount), "api__v1", "io.k8s.api.core.v1.ServiceAccount"),
        (typeof(V1Status), "api__v1", "io.k8s.apimachinery.pkg.apis.meta.v1.Status"),
        (typeof(V1DeleteOptions), "api__v1", "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions"),
        (typeof(V1Deployment), "apis__apps__v1", "io.k8s.api.apps.v1.Deployment"),
        (typeof(V1ReplicaSet), "apis__apps__v1", "io.k8s.api.apps.v1.ReplicaSet"),
        (typeof(V1Scale), "apis__apps__v1", "io.k8s.api.autoscaling.v1.Scale"),
        (typeof(V1EndpointSlice), "apis__discovery.k8s.io__v1", "io.k8s.api.discovery.v1.EndpointSlice"),
        (typeof(V1PodDisruptionBudget), "apis__policy__v1", "io.k8s.api.policy.v1.PodDisruptionBudget"),
        (typeof(V2HorizontalPodAutoscaler), "apis__autoscaling__v2", "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler"),
        (typeof(V1NetworkPolicy), "apis__networking.k8s.io__v1", "io.k8s.api.networking.v1.NetworkPolicy"),
        (typeof(V1Lease), "apis__coordination.k8s.io__v1", "io.k8s.api.coordination.v1.Lease"),
        (typeof(EventsV1Event), "apis__events.k8s.io__v1", "io.k8s.api.events.v1.Event"),
    ];

    public static TheoryData<Type> Types() => [.. Roots.Select(r => r.Type)];

    [DataTheory]
    [MemberData(nameof(Types))]
    public void Properties_OfEveryRecord_AreThoseOfTheApi(Type type)
    {
        var (_, document, schema) = Roots.Single(r => r.Type == type);
        var api = new OpenApiSchemas(TestData.At("contracts", "kubernetes", document + "_openapi.json"));
        var faults = new List<string>();

        int compared = Compare(KubeJson.Default.GetTypeInfo(type)!, api.Named(schema), api, type.Name, [], faults);

        Assert.Empty(faults);
        Assert.True(compared >= 3, $"{compared} properties");
    }

    private static int Compare(JsonTypeInfo type, JsonElement schema, OpenApiSchemas api, string path, HashSet<Type> seen, List<string> faults)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !seen.Add(type.Type))
            return 0;
        int compared = 0;
        foreach (var property in type.Properties)
        {
            string at = $"{path}.{property.Name}";
            if (!schema.GetProperty("properties").TryGetProperty(property.Name, out var declared))
            {
                faults.Add($"{at} is unknown");
                continue;
            }

            compared++;
            compared += CompareType(property.PropertyType, api.Resolve(declared), api, at, seen, faults);
        }

        return compared;
    }

    private static int CompareType(Type type, JsonElement schema, OpenApiSchemas api, string at, HashSet<Type> seen, List<string> faults)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = KubeJson.Default.GetTypeInfo(type)!;
        string expected = OpenApiSchemas.Shape(schema);
        string actual = Shape(type, info);
        if (expected != actual && !(actual == "any" && expected == "object"))
        {
            faults.Add($"{at} is {actual}, not {expected}");
            return 0;
        }

        return actual switch
        {
            "list" => CompareType(info.ElementType!, api.Resolve(schema.GetProperty("items")), api, at + "[]", seen, faults),
            "map" => CompareType(info.ElementType!, api.Resolve(schema.GetProperty("additionalProperties")), api, at + "{}", seen, faults),
            "object" => Compare(info, schema, api, at, seen, faults),
            _ => 0,
        };
    }

    private static string Shape(Type type, JsonTypeInfo info)
    {
        if (type == typeof(JsonElement))
            return "any";
        if (type == typeof(DateTimeOffset))
            return "string date-time";
        if (type == typeof(ResourceQuantity))
            return "quantity";
        if (type == typeof(IntOrString))
            return "int-or-string";
        return info.Kind switch
        {
            JsonTypeInfoKind.Object => "object",
            JsonTypeInfoKind.Enumerable => "list",
            JsonTypeInfoKind.Dictionary => "map",
            _ when type == typeof(string) => "string",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(int) => "integer int32",
            _ when type == typeof(long) => "integer int64",
            _ => type.Name,
        };
    }
}
