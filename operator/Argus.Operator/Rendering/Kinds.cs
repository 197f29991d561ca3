using Argus.Kube.Api;

namespace Argus.Operator.Rendering;

/// <summary>Kinds that a ModelDeployment has as children, in the order in which they are applied: what pods mount comes before pods.</summary>
internal static class Kinds
{
    public static ResourceType ConfigMap { get; } = new("", "v1", "ConfigMap", "configmaps");

    public static ResourceType NetworkPolicy { get; } = new("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies");

    public static ResourceType Service { get; } = new("", "v1", "Service", "services");

    public static ResourceType Deployment { get; } = new("apps", "v1", "Deployment", "deployments");

    public static ResourceType PodDisruptionBudget { get; } = new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets");

    public static ResourceType HorizontalPodAutoscaler { get; } = new("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");

    public static ResourceType ScaledObject { get; } = new("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects");

    public static IReadOnlyList<ResourceType> All { get; } = [ConfigMap, NetworkPolicy, Service, Deployment, PodDisruptionBudget, HorizontalPodAutoscaler, ScaledObject];
}
