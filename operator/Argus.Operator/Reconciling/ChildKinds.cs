using Argus.Kube.Api;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling;

internal readonly struct ConfigMapKind : IChildKind
{
    public static ResourceType Type => Kinds.ConfigMap;
}

internal readonly struct NetworkPolicyKind : IChildKind
{
    public static ResourceType Type => Kinds.NetworkPolicy;
}

internal readonly struct ServiceKind : IChildKind
{
    public static ResourceType Type => Kinds.Service;
}

internal readonly struct DeploymentKind : IChildKind
{
    public static ResourceType Type => Kinds.Deployment;
}

internal readonly struct PodDisruptionBudgetKind : IChildKind
{
    public static ResourceType Type => Kinds.PodDisruptionBudget;
}

internal readonly struct HorizontalPodAutoscalerKind : IChildKind
{
    public static ResourceType Type => Kinds.HorizontalPodAutoscaler;
}

internal readonly struct ScaledObjectKind : IChildKind
{
    public static ResourceType Type => Kinds.ScaledObject;
}

internal readonly struct CronJobKind : IChildKind
{
    public static ResourceType Type => Kinds.CronJob;
}
