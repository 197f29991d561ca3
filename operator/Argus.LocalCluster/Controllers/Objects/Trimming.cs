using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Meta;
using Argus.Kube.Api.Policy;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>Makes objects smaller: who wrote which field is of no interest here.</summary>
internal static class Trimming
{
    public static V1Deployment Trim(V1Deployment value) => value with { Metadata = Plain(value.Metadata) };

    public static V1ReplicaSet Trim(V1ReplicaSet value) => value with { Metadata = Plain(value.Metadata) };

    public static V1CronJob Trim(V1CronJob value) => value with { Metadata = Plain(value.Metadata) };

    public static V1Job Trim(V1Job value) => value with { Metadata = Plain(value.Metadata) };

    public static V1Pod Trim(V1Pod value) => value with { Metadata = Plain(value.Metadata) };

    public static V1Node Trim(V1Node value) => value with { Metadata = Plain(value.Metadata) };

    public static V1Service Trim(V1Service value) => value with { Metadata = Plain(value.Metadata) };

    public static V1EndpointSlice Trim(V1EndpointSlice value) => value with { Metadata = Plain(value.Metadata) };

    public static V1PodDisruptionBudget Trim(V1PodDisruptionBudget value) => value with { Metadata = Plain(value.Metadata) };

    public static V1ConfigMap Trim(V1ConfigMap value) => value with { Metadata = Plain(value.Metadata) };

    public static V1Secret Trim(V1Secret value) => value with { Metadata = Plain(value.Metadata) };

    private static V1ObjectMeta Plain(V1ObjectMeta metadata) => metadata.ManagedFields is null ? metadata : metadata with { ManagedFields = null };
}
