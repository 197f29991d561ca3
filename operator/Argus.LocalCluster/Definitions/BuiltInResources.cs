using Argus.Kube.Api;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Tables;

namespace Argus.LocalCluster.Definitions;

/// <summary>The built-in kinds that are served.</summary>
internal static class BuiltInResources
{
    private static readonly ScalePaths Replicas = new(".spec.replicas", ".status.replicas", null);
    private static readonly string[] InAll = ["all"];
    private static readonly KindRules Counted = new() { Generation = true, UnconditionalUpdate = true };
    private static readonly KindRules Simple = new() { UnconditionalUpdate = true };

    /// <summary>In the order of discovery.</summary>
    public static IReadOnlyList<ApiResource> All { get; } =
    [
        Core("ConfigMap", "configmaps", ["cm"], Simple, ClusterCells.ConfigMaps),
        Core("Event", "events", ["ev"], EventKinds.Core, ClusterCells.Events, selectable: EventKinds.CoreFields),
        Core("Namespace", "namespaces", ["ns"], CoreKinds.Namespaces, ClusterCells.Namespaces, namespaced: false, status: true, selectable: Fields("status.phase")),
        Core("Node", "nodes", ["no"], CoreKinds.Nodes, NodeCells.Layout, namespaced: false, status: true, selectable: Fields("spec.unschedulable")),
        Core("PersistentVolumeClaim", "persistentvolumeclaims", ["pvc"], Simple, ClusterCells.Claims, status: true),
        Core("Pod", "pods", ["po"], CoreKinds.Pods, PodCells.Layout, status: true, categories: InAll,
            selectable: Fields("spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.nominatedNodeName")),
        Core("Secret", "secrets", [], Simple, ClusterCells.Secrets, selectable: Fields("type")),
        Core("ServiceAccount", "serviceaccounts", ["sa"], Simple, ClusterCells.Plain),
        Core("Service", "services", ["svc"], CoreKinds.Services, ClusterCells.Services, status: true, categories: InAll, selectable: Fields("spec.clusterIP", "spec.type")),
        Of("admissionregistration.k8s.io", "v1", "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", [], Counted, ClusterCells.Webhooks, namespaced: false, categories: ["api-extensions"]),
        Of("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", ["crd", "crds"], DefinitionRules.Rules, ClusterCells.Definitions, namespaced: false, status: true, categories: ["api-extensions"]),
        Of("apps", "v1", "Deployment", "deployments", ["deploy"], Counted, WorkloadCells.Deployments, status: true, scale: Replicas, categories: InAll),
        Of("apps", "v1", "ReplicaSet", "replicasets", ["rs"], Counted, WorkloadCells.ReplicaSets, status: true, scale: Replicas, categories: InAll, selectable: Fields("status.replicas")),
        Of("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", ["hpa"], Simple, WorkloadCells.Autoscalers, status: true, categories: InAll),
        Of("batch", "v1", "CronJob", "cronjobs", ["cj"], Counted, WorkloadCells.CronJobs, status: true, categories: InAll),
        Of("batch", "v1", "Job", "jobs", [], Counted, WorkloadCells.Jobs, status: true, categories: InAll, selectable: Fields("status.successful")),
        Of("coordination.k8s.io", "v1", "Lease", "leases", [], new KindRules { CreateOnUpdate = true }, ClusterCells.Leases),
        Of("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", [], Counted, ClusterCells.EndpointSlices),
        Of("events.k8s.io", "v1", "Event", "events", ["ev"], EventKinds.New, ClusterCells.Events, selectable: EventKinds.NewFields, storageGroup: ""),
        Of("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", ["netpol"], Counted, ClusterCells.NetworkPolicies),
        Of("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", ["pdb"], Counted, WorkloadCells.DisruptionBudgets, status: true),
        Of("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", [], Simple, ClusterCells.Bindings, namespaced: false),
        Of("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", [], Simple, ClusterCells.Plain, namespaced: false),
        Of("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", [], Simple, ClusterCells.Bindings),
        Of("rbac.authorization.k8s.io", "v1", "Role", "roles", [], Simple, ClusterCells.Plain),
    ];

    private static ApiResource Core(
        string kind, string plural, string[] shortNames, KindRules rules, TableLayout table, bool namespaced = true, bool status = false,
        string[]? categories = null, IReadOnlyDictionary<string, string>? selectable = null) =>
        Of("", "v1", kind, plural, shortNames, rules, table, namespaced, status, null, categories, selectable);

    private static ApiResource Of(
        string group, string version, string kind, string plural, string[] shortNames, KindRules rules, TableLayout table, bool namespaced = true,
        bool status = false, ScalePaths? scale = null, string[]? categories = null, IReadOnlyDictionary<string, string>? selectable = null, string? storageGroup = null) =>
        new ApiResource
        {
            Type = new ResourceType(group, version, kind, plural, namespaced),
            Singular = kind.ToLowerInvariant(),
            ListKind = kind + "List",
            ShortNames = shortNames,
            Categories = categories ?? [],
            HasStatus = status,
            Scale = scale,
            StorageVersion = version,
            StorageGroup = storageGroup ?? group,
            Selectable = selectable ?? Fields(),
            Table = table,
            Schema = BuiltInSchemas.Find(group, version, kind) ?? throw new InvalidOperationException($"There is no schema of {kind}."),
            Rules = rules,
        }.Sealed();

    private static Dictionary<string, string> Fields(params string[] paths) => paths.ToDictionary(p => p);
}
