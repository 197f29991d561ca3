using System.Text.Json;
using System.Text.Json.Serialization;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Coordination;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Events;
using Argus.Kube.Api.Meta;
using Argus.Kube.Api.Networking;
using Argus.Kube.Api.Policy;

namespace Argus.Kube.Api;

/// <summary>Serialization of every type that goes to or comes from the API server, generated at build time. Null is left out; zero, false and empty are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimeConverter), typeof(SharedStringConverter)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(V1Status))]
[JsonSerializable(typeof(V1ObjectMeta))]
[JsonSerializable(typeof(V1ListMeta))]
[JsonSerializable(typeof(V1DeleteOptions))]
[JsonSerializable(typeof(V1PartialObjectMetadata))]
[JsonSerializable(typeof(V1Scale))]
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1Service))]
[JsonSerializable(typeof(V1ConfigMap))]
[JsonSerializable(typeof(V1Secret))]
[JsonSerializable(typeof(V1Namespace))]
[JsonSerializable(typeof(V1Node))]
[JsonSerializable(typeof(V1ServiceAccount))]
[JsonSerializable(typeof(V1Deployment))]
[JsonSerializable(typeof(V1ReplicaSet))]
[JsonSerializable(typeof(V1Job))]
[JsonSerializable(typeof(V1CronJob))]
[JsonSerializable(typeof(V1EndpointSlice))]
[JsonSerializable(typeof(V1PodDisruptionBudget))]
[JsonSerializable(typeof(V2HorizontalPodAutoscaler))]
[JsonSerializable(typeof(V1Scale))]
[JsonSerializable(typeof(V1NetworkPolicy))]
[JsonSerializable(typeof(V1Lease))]
[JsonSerializable(typeof(EventsV1Event))]
public sealed partial class KubeJson : JsonSerializerContext;
