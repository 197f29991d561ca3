using Argus.Kube.Api;
using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Autoscaling;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Networking;
using Argus.Kube.Api.Policy;

namespace Argus.Operator.Rendering;

/// <summary>Kinds that a ModelDeployment has as children, in the order in which they are applied: what pods mount comes before pods.</summary>
internal static class Kinds
{
    public static ResourceType ConfigMap => V1ConfigMap.Resource;

    public static ResourceType NetworkPolicy => V1NetworkPolicy.Resource;

    public static ResourceType Service => V1Service.Resource;

    public static ResourceType Deployment => V1Deployment.Resource;

    public static ResourceType PodDisruptionBudget => V1PodDisruptionBudget.Resource;

    public static ResourceType HorizontalPodAutoscaler => V2HorizontalPodAutoscaler.Resource;

    public static ResourceType ScaledObject { get; } = new("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects");

    /// <summary>The child of a DatasetSchedule.</summary>
    public static ResourceType CronJob => V1CronJob.Resource;

    public static IReadOnlyList<ResourceType> All { get; } = [ConfigMap, NetworkPolicy, Service, Deployment, PodDisruptionBudget, HorizontalPodAutoscaler, ScaledObject];
}
