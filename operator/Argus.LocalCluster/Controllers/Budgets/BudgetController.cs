using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Policy;
using Argus.Kube.Client;
using Argus.Kube.Work;
using Argus.LocalCluster.Controllers.Objects;
using Argus.LocalCluster.Controllers.Work;

namespace Argus.LocalCluster.Controllers.Budgets;

/// <summary>Keeps the status of PodDisruptionBudgets.</summary>
internal sealed class BudgetController : IController
{
    private readonly KubernetesClient _client;
    private readonly ClusterCaches _caches;
    private readonly TimeProvider _time;

    public BudgetController(KubernetesClient client, ClusterCaches caches, TimeProvider time)
    {
        (_client, _caches, _time) = (client, caches, time);
        Queue = new(time);
        caches.Budgets.Changed += (before, after) => Queue.Add(ObjectKey.Of((after ?? before)!));
        caches.Pods.Changed += (before, after) =>
        {
            if (Facts(before) == Facts(after) && LabelSelectors.Same(before?.Metadata.Labels, after?.Metadata.Labels))
                return;
            string? ns = (after ?? before)!.Metadata.Namespace;
            AddBudgets(ns, before?.Metadata.Labels);
            AddBudgets(ns, after?.Metadata.Labels);
        };
        // What the controllers of the pods want counts too.
        caches.ReplicaSets.Changed += (before, after) =>
        {
            if (before?.Spec?.Replicas != after?.Spec?.Replicas)
                AddBudgets((after ?? before)!.Metadata.Namespace, (after ?? before)!.Spec?.Template?.Metadata?.Labels);
        };
        caches.Deployments.Changed += (before, after) =>
        {
            if (before?.Spec?.Replicas != after?.Spec?.Replicas)
                AddBudgets((after ?? before)!.Metadata.Namespace, (after ?? before)!.Spec?.Template?.Metadata?.Labels);
        };
    }

    public string Name => "disruption-controller";

    public WorkQueue<ObjectKey> Queue { get; }

    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (_caches.Budgets.Find(key) is not { } budget || budget.Metadata.DeletionTimestamp is not null)
            return null;
        var pods = _caches.Pods.ByLabels(key.Namespace, budget.Spec?.Selector?.MatchLabels)
            .Where(pod => !pod.IsFinished() && budget.Spec?.Selector.Selects(pod.Metadata.Labels) == true)
            .ToList();
        var plan = BudgetPlanner.Compute(budget, pods, () => Scale(pods), _time.GetUtcNow());
        if (!Statuses.AreSame(budget.Status, plan.Status, KubeJson.Default.V1PodDisruptionBudgetStatus))
            _caches.Budgets.Written(await _client.ReplaceStatusAsync(budget with { Status = plan.Status }, null, cancel));
        return plan.LookAgain;
    }

    private (int? Replicas, string Problem) Scale(List<V1Pod> pods)
    {
        var scales = new Dictionary<string, int>();
        foreach (var pod in pods)
        {
            var owner = pod.Metadata.Controller();
            if (owner is null)
                return (null, $"found no controllers for pod \"{pod.Metadata.Name}\"");
            if (owner.Kind != "ReplicaSet" || _caches.ReplicaSets.Find(new ObjectKey(pod.Metadata.Namespace ?? "", owner.Name)) is not { } set)
                return (null, $"found no scale of {owner.Kind} \"{owner.Name}\", the controller of pod \"{pod.Metadata.Name}\"");
            if (set.Metadata.Controller() is { Kind: "Deployment" } higher
                && _caches.Deployments.Find(new ObjectKey(set.Metadata.Namespace ?? "", higher.Name)) is { } deployment)
                scales[deployment.Metadata.Uid!] = deployment.Spec?.Replicas ?? 1;
            else
                scales[set.Metadata.Uid!] = set.Spec?.Replicas ?? 1;
        }

        return (scales.Values.Sum(), "");
    }

    private static (string? Uid, bool Ready, bool Terminating, bool Finished) Facts(V1Pod? pod) =>
        pod is null ? default : (pod.Metadata.Uid, pod.IsReady(), pod.IsTerminating(), pod.IsFinished());

    private void AddBudgets(string? ns, IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var budget in _caches.Budgets.MaySelect(ns, labels))
        {
            if (budget.Spec?.Selector.Selects(labels) == true)
                Queue.Add(ObjectKey.Of(budget));
        }
    }
}
