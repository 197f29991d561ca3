using Argus.Kube.Api;
using Argus.Kube.Api.Apps;

namespace Argus.LocalCluster.Controllers.Deployments;

/// <summary>A Deployment's numbers with their defaults.</summary>
/// <param name="Replicas">Pods wanted.</param>
/// <param name="MaxSurge">Pods above <paramref name="Replicas"/> that a rollout may have.</param>
/// <param name="MaxUnavailable">Pods below <paramref name="Replicas"/> that a rollout may leave available.</param>
internal sealed record DeploymentSettings(int Replicas, int MaxSurge, int MaxUnavailable)
{
    private static readonly IntOrString Quarter = new("25%");

    public required bool Recreate { get; init; }

    public required bool Paused { get; init; }

    public required int MinReadySeconds { get; init; }

    public required int HistoryLimit { get; init; }

    /// <summary>Null when a rollout may take for ever.</summary>
    public required TimeSpan? ProgressDeadline { get; init; }

    /// <summary>Percentages of surge are rounded up, of unavailable pods down; both zero would stand still, so that one may be unavailable then.</summary>
    public static DeploymentSettings Of(V1Deployment deployment)
    {
        var spec = deployment.Spec!;
        int replicas = spec.Replicas ?? 1;
        bool recreate = spec.Strategy?.Type == "Recreate";
        int surge = recreate ? 0 : (spec.Strategy?.RollingUpdate?.MaxSurge ?? Quarter).Scale(replicas, roundUp: true);
        int unavailable = recreate ? 0 : (spec.Strategy?.RollingUpdate?.MaxUnavailable ?? Quarter).Scale(replicas, roundUp: false);
        if (!recreate && surge == 0 && unavailable == 0)
            unavailable = 1;
        int deadline = spec.ProgressDeadlineSeconds ?? 600;
        return new DeploymentSettings(replicas, surge, Math.Min(unavailable, replicas))
        {
            Recreate = recreate,
            Paused = spec.Paused == true,
            MinReadySeconds = spec.MinReadySeconds ?? 0,
            HistoryLimit = spec.RevisionHistoryLimit ?? 10,
            ProgressDeadline = deadline == int.MaxValue ? null : TimeSpan.FromSeconds(deadline),
        };
    }
}
