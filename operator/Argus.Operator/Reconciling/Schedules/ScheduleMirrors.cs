using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Batch;
using Argus.Kube.Client;
using Argus.Kube.Watch;
using Argus.Operator.Planning.Schedules;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>What the operator knows of DatasetSchedules and their CronJobs, once the kind is installed.</summary>
internal sealed class ScheduleMirrors
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(2);
    private readonly KubernetesClient _client;
    private readonly TimeProvider _time;
    private readonly Mirrors _deployments;
    private readonly Reflector<DatasetSchedule> _schedules;
    private readonly Reflector<ChildOf<CronJobKind>> _children;
    private readonly Reflector<V1CronJob> _crons;

    /// <param name="client">Of the cluster.</param>
    /// <param name="deployments">Mirrors ModelDeployments, which centroids are promoted to.</param>
    /// <param name="concern">Told which DatasetSchedule a change concerns.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Where failures go.</param>
    public ScheduleMirrors(KubernetesClient client, Mirrors deployments, Action<ObjectKey> concern, TimeProvider time, ILogger log)
    {
        const string ours = $"app.kubernetes.io/managed-by={Names.Manager}";
        (_client, _time, _deployments) = (client, time, deployments);
        _schedules = new(client, new() { Trim = s => s with { Metadata = s.Metadata with { ManagedFields = null } }, OnChange = change => concern(change.Key), OnFailure = Failed("datasetschedules") });
        _children = new(client, new() { LabelSelector = ours, GroupBy = OwnerOf, OnChange = c => Concern(OwnerOf((c.New ?? c.Old)!)), OnFailure = Failed("cronjobs") });
        _crons = new(client, new() { LabelSelector = ours, Trim = c => c with { Metadata = c.Metadata with { ManagedFields = null } }, GroupBy = OwnerOf, OnChange = c => Concern(OwnerOf((c.New ?? c.Old)!)), OnFailure = Failed("cronjobs") });
        deployments.DeploymentSeen += deployment =>
        {
            foreach (var key in Keys.Where(key => key.Namespace == deployment.Namespace && Find(key)?.Spec.Promote?.ModelDeployment == deployment.Name))
                concern(key);
        };

        Action<Exception, TimeSpan> Failed(string kind) => (error, wait) => Log.MirrorFailed(log, kind, wait.TotalSeconds, error.Message);

        void Concern(ObjectKey? owner)
        {
            if (owner is { } key)
                concern(key);
        }
    }

    /// <summary>Every DatasetSchedule.</summary>
    public IEnumerable<ObjectKey> Keys => _schedules.Snapshot.Objects.Keys;

    /// <summary>One, or null.</summary>
    public DatasetSchedule? Find(ObjectKey key) => _schedules.Snapshot.Find(key);

    /// <summary>What is around one.</summary>
    /// <param name="key">Which.</param>
    /// <param name="promotion">What is known of checkpoints.</param>
    public ObservedSchedule Observe(ObjectKey key, ObservedPromotion promotion) => new()
    {
        Children = [.. _children.Snapshot.Group(key).Select(c => c.Child)],
        CronJobs = [.. _crons.Snapshot.Group(key)],
        Promotion = promotion with { Deployment = Find(key)?.Spec.Promote is { } promote ? _deployments.Find(new ObjectKey(key.Namespace, promote.ModelDeployment)) : null },
    };

    /// <summary>Mirrors until cancelled, from when the kind is installed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!await IsServedAsync(cancellationToken))
            await Task.Delay(LookAgain, _time, cancellationToken);
        await Task.WhenAll(_schedules.RunAsync(cancellationToken), _children.RunAsync(cancellationToken), _crons.RunAsync(cancellationToken));
    }

    /// <summary>Ends when every first list has been read.</summary>
    public Task WaitForSyncAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_schedules.WaitForSyncAsync(cancellationToken), _children.WaitForSyncAsync(cancellationToken), _crons.WaitForSyncAsync(cancellationToken));

    private async Task<bool> IsServedAsync(CancellationToken cancellationToken)
    {
        try
        {
            var resources = await _client.GetAsync($"/apis/{DatasetSchedule.Resource.ApiVersion}", cancellationToken);
            return JsonElement.Parse(resources).GetProperty("resources").EnumerateArray().Any(r => r.GetProperty("name").ValueEquals(DatasetSchedule.Resource.Plural));
        }
        catch (Exception e) when (e is KubernetesException or HttpRequestException or IOException or TimeoutException or KeyNotFoundException or InvalidOperationException or JsonException)
        {
            return false;
        }
    }

    private static ObjectKey? OwnerOf(ChildOf<CronJobKind> cron) =>
        cron.Child.Controller is { Kind: "DatasetSchedule" } owner ? new ObjectKey(cron.Metadata.Namespace ?? "", owner.Name) : null;

    private static ObjectKey? OwnerOf(V1CronJob cron) =>
        cron.Metadata.OwnerReferences?.FirstOrDefault(o => o is { Controller: true, Kind: "DatasetSchedule" }) is { } owner ? new ObjectKey(cron.Metadata.Namespace ?? "", owner.Name) : null;
}
