using System.Collections.Frozen;

namespace Argus.LocalCluster.Schema.BuiltIn;

/// <summary>Which built-in types do more than their fields say.</summary>
internal static class TypeBehaviours
{
    private static readonly FrozenDictionary<string, TypeBehaviour> All = new Dictionary<string, TypeBehaviour>
    {
        ["meta.v1.LabelSelector"] = new(Check: LabelSelectors.Check),
        ["core.v1.Pod"] = new(PodDefaults.Pod, PodUpdates.Check),
        ["core.v1.PodSpec"] = new(Check: PodChecks.Spec),
        ["core.v1.PodTemplateSpec"] = new(Check: PodChecks.Template),
        ["core.v1.Container"] = new(PodDefaults.Container, ResourceChecks.Container),
        ["core.v1.Probe"] = new(Check: PodChecks.Probe),
        ["core.v1.Volume"] = new(PodDefaults.Volume),
        ["core.v1.ServicePort"] = new(ServiceBehaviour.DefaultPort),
        ["core.v1.ServiceSpec"] = new(ServiceBehaviour.Default, ServiceBehaviour.Check),
        ["core.v1.ConfigMap"] = new(Check: ConfigBehaviour.CheckConfigMap),
        ["core.v1.Secret"] = new(ConfigBehaviour.DefaultSecret, ConfigBehaviour.CheckSecret),
        ["core.v1.Namespace"] = new(ConfigBehaviour.DefaultNamespace),
        ["core.v1.Event"] = new(Check: EventBehaviour.CheckCore),
        ["events.v1.Event"] = new(Check: EventBehaviour.Check),
        ["apps.v1.DeploymentStrategy"] = new(WorkloadBehaviour.DefaultStrategy, WorkloadBehaviour.CheckStrategy),
        ["apps.v1.DeploymentSpec"] = new(Check: WorkloadBehaviour.CheckDeployment),
        ["apps.v1.ReplicaSetSpec"] = new(Check: WorkloadBehaviour.CheckReplicaSet),
        ["batch.v1.CronJobSpec"] = new(Check: WorkloadBehaviour.CheckCronJob),
        ["batch.v1.JobSpec"] = new(WorkloadBehaviour.DefaultJob, WorkloadBehaviour.CheckJob),
        ["policy.v1.PodDisruptionBudgetSpec"] = new(Check: ScalingBehaviour.CheckBudget),
        ["autoscaling.v2.HorizontalPodAutoscalerSpec"] = new(ScalingBehaviour.DefaultAutoscaler, ScalingBehaviour.CheckAutoscaler),
        ["networking.v1.NetworkPolicySpec"] = new(ConfigBehaviour.DefaultNetworkPolicy),
        ["rbac.v1.RoleRef"] = new(RoleBehaviour.DefaultReference),
        ["rbac.v1.Subject"] = new(RoleBehaviour.DefaultSubject),
        ["rbac.v1.RoleBinding"] = new(Check: RoleBehaviour.CheckBinding),
        ["rbac.v1.ClusterRoleBinding"] = new(Check: RoleBehaviour.CheckBinding),
        ["apiextensions.v1.CustomResourceDefinitionSpec"] = new(CrdValidation.Default),
        ["apiextensions.v1.CustomResourceDefinition"] = new(Check: CrdValidation.Check),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Looks a type up by the last three parts of its full name.</summary>
    public static TypeBehaviour? Of(string type)
    {
        string[] parts = type.Split('.');
        return All.GetValueOrDefault(string.Join('.', parts[^3..]));
    }
}
