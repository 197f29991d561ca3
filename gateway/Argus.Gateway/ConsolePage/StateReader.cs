using Argus.Gateway.Balancing;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;

namespace Argus.Gateway.ConsolePage;

/// <summary>From what the cluster and this gateway know to <see cref="DeploymentState"/>s.</summary>
internal static class StateReader
{
    /// <summary>Reads all of them.</summary>
    /// <param name="deployments">As the cluster has them, in any order.</param>
    /// <param name="table">As this gateway routes them.</param>
    /// <param name="figures">What this gateway counted.</param>
    public static IReadOnlyList<DeploymentState> Read(IEnumerable<ModelDeployment> deployments, LiveTable table, RequestFigures figures)
    {
        figures.Keep(key => table.Find(key) is not null);
        return [.. deployments
            .Where(d => d.Metadata.DeletionTimestamp is null)
            .Select(d => (Key: ObjectKey.Of(d), Resource: d))
            .OrderBy(d => d.Key)
            .Select(d => Read(d.Key, d.Resource, table.Find(d.Key), figures.Read(d.Key)))];
    }

    /// <summary>Reads the platform's own services.</summary>
    /// <param name="table">As this gateway routes them.</param>
    public static IReadOnlyList<ServiceState> Services(LiveTable table) =>
        [.. table.Backends.Where(b => b.Backend.IsService).Select(b => new ServiceState(b.Backend.Key.Namespace, b.Backend.Key.Name, b.Backend.Task, b.Stable.Destinations.Length))];

    private static DeploymentState Read(ObjectKey key, ModelDeployment resource, LiveBackend? live, WindowFigures figures)
    {
        var (spec, status) = (resource.Spec, resource.Status);
        var ready = status?.Conditions?.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        var pods = live is null ? [] : live.Stable.Destinations.AddRange(live.Canary.Destinations);
        return new DeploymentState
        {
            Namespace = key.Namespace,
            Name = key.Name,
            Task = spec.Task,
            Model = spec.Chat?.Server?.Image ?? spec.Chat?.Endpoint?.Url ?? NameOf(spec.Model),
            Ready = ready?.Status ?? "Unknown",
            Reason = ready?.Reason ?? "Pending",
            Message = ready?.Message ?? "The operator has not looked at it yet.",
            Wanted = spec.Hardware.Target,
            Accelerator = status?.Accelerator?.Summary ?? status?.Accelerator?.Actual,
            FallbackNodes = status?.Accelerator?.FallbackNodes ?? 0,
            Replicas = status?.Replicas ?? 0,
            ReadyReplicas = status?.ReadyReplicas ?? 0,
            Pods = pods.Length,
            Resting = pods.Count(p => p.IsResting),
            Digest = status?.Digest,
            Sleeps = spec.Scaling.Min == 0,
            Paused = spec.Paused,
            Canary = CanaryOf(spec, status),
            InFlight = live?.Upstream.InFlight ?? 0,
            Held = live?.Upstream.Held ?? 0,
            Figures = figures,
        };
    }

    private static CanaryState? CanaryOf(ModelDeploymentSpec spec, ModelDeploymentStatus? status) => spec.Canary is not { } canary
        ? null
        : new CanaryState(NameOf(canary.Model), status?.Canary?.Weight ?? 0, status?.Canary?.Outcome, status?.Canary?.Digest, status?.Canary?.ReadyReplicas ?? 0, status?.Canary?.Message);

    private static string NameOf(ModelSource source) => source.Pack ?? source.Files?.Count switch
    {
        null or 0 => "none",
        1 => "1 file",
        var count => $"{count} files",
    };
}
