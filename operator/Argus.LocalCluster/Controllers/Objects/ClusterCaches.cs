using Argus.Kube.Api.Apps;
using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Discovery;
using Argus.Kube.Api.Policy;

namespace Argus.LocalCluster.Controllers.Objects;

/// <summary>What the controllers look at, shared by all of them.</summary>
internal sealed class ClusterCaches
{
    public ObjectCache<V1Deployment> Deployments { get; } = new();

    public ObjectCache<V1ReplicaSet> ReplicaSets { get; } = new();

    public ObjectCache<V1CronJob> CronJobs { get; } = new();

    public ObjectCache<V1Job> Jobs { get; } = new();

    public ObjectCache<V1Pod> Pods { get; } = new(pod => pod.Metadata.Labels ?? Enumerable.Empty<KeyValuePair<string, string>>());

    public ObjectCache<V1Node> Nodes { get; } = new();

    public ObjectCache<V1Service> Services { get; } = new(service => LabelSelectors.LookupLabels(service.Spec?.Selector));

    public ObjectCache<V1EndpointSlice> EndpointSlices { get; } = new();

    public ObjectCache<V1PodDisruptionBudget> Budgets { get; } = new(budget => LabelSelectors.LookupLabels(budget.Spec?.Selector?.MatchLabels));
}
