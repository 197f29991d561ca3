using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.Kube.Api.Policy;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Budgets;

/// <summary>Counts how many pods of a PodDisruptionBudget may be evicted.</summary>
internal static class BudgetPlanner
{
    private static readonly TimeSpan DeletionWait = TimeSpan.FromMinutes(2);

    /// <param name="budget">The budget.</param>
    /// <param name="pods">Pods that it selects.</param>
    /// <param name="scale">Pods that the controllers of those pods want together; null with the reason when one of them is not known.</param>
    /// <param name="now">The time.</param>
    public static BudgetPlan Compute(V1PodDisruptionBudget budget, IReadOnlyCollection<V1Pod> pods, Func<(int? Replicas, string Problem)> scale, DateTimeOffset now)
    {
        var (disrupted, lookAgain) = Disrupted(budget, pods, now);
        int healthy = pods.Count(pod => !pod.IsTerminating() && pod.IsReady() && !disrupted.ContainsKey(pod.Metadata.Name!));
        var (expected, desired, problem) = Expected(budget, pods.Count, scale);
        int allowed = problem is null && expected > 0 ? Math.Max(healthy - desired, 0) : 0;

        var old = budget.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "DisruptionAllowed");
        string status = allowed > 0 ? "True" : "False";
        var condition = new V1Condition(
            "DisruptionAllowed",
            status,
            problem is not null ? "SyncFailed" : allowed > 0 ? "SufficientPods" : "InsufficientPods",
            problem ?? "",
            old?.Status == status ? old.LastTransitionTime : now,
            budget.Metadata.Generation ?? 0);
        return new BudgetPlan(
            new V1PodDisruptionBudgetStatus
            {
                ObservedGeneration = budget.Metadata.Generation,
                CurrentHealthy = healthy,
                DesiredHealthy = desired,
                ExpectedPods = expected,
                DisruptionsAllowed = allowed,
                DisruptedPods = disrupted.Count == 0 ? null : disrupted,
                Conditions = [.. (budget.Status?.Conditions ?? []).Where(other => other.Type != condition.Type), condition],
            },
            lookAgain);
    }

    private static (int Expected, int Desired, string? Problem) Expected(V1PodDisruptionBudget budget, int pods, Func<(int? Replicas, string Problem)> scale)
    {
        var spec = budget.Spec ?? new();
        // A plain minimum needs no controller behind the pods; a share or a maximum is taken of what the controllers want.
        if (spec.MaxUnavailable is null && (spec.MinAvailable ?? 1) is { Number: { } minimum })
            return (pods, minimum, null);
        if (pods == 0)
            return (0, 0, null);
        var (replicas, problem) = scale();
        if (replicas is not { } expected)
            return (0, 0, problem);
        int desired = spec.MaxUnavailable is { } most
            ? expected - most.Scale(expected, roundUp: true)
            : spec.MinAvailable!.Value.Scale(expected, roundUp: true);
        return (expected, Math.Max(desired, 0), null);
    }

    // Evictions note the pod here until its deletion is seen; one that never comes is forgotten.
    private static (Dictionary<string, DateTimeOffset> Pods, TimeSpan? LookAgain) Disrupted(V1PodDisruptionBudget budget, IReadOnlyCollection<V1Pod> pods, DateTimeOffset now)
    {
        var kept = new Dictionary<string, DateTimeOffset>();
        TimeSpan? lookAgain = null;
        foreach (var (name, since) in budget.Status?.DisruptedPods ?? new Dictionary<string, DateTimeOffset>())
        {
            var left = since + DeletionWait - now;
            if (left <= TimeSpan.Zero || !pods.Any(pod => pod.Metadata.Name == name && !pod.IsTerminating()))
                continue;
            kept[name] = since;
            lookAgain = lookAgain is null || left < lookAgain ? left : lookAgain;
        }

        return (kept, lookAgain);
    }
}
