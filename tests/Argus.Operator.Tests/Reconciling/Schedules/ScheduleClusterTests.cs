using System.Runtime.CompilerServices;
using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Batch;
using Argus.Kube.Client;
using Argus.Operator.Tests.Faults;
using Argus.Testing;

namespace Argus.Operator.Tests.Reconciling.Schedules;

/// <summary>The operator as a process, and a DatasetSchedule in the local cluster.</summary>
public sealed class ScheduleClusterTests
{
    private const string Name = "styles";
    private const string Space = "default";
    private static readonly ApplyOptions Force = new() { Force = true };

    [Fact]
    public async Task Schedule_FromApplyToDelete_HasItsCronJobsAndTellsOfTheirRuns()
    {
        await using var cluster = await FaultCluster.StartAsync(kinds: "datasetschedules");
        await cluster.StartOperatorAsync("operator");
        var today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;

        await cluster.Client.ApplyAsync<DatasetSchedule>(Name, Space, await File.ReadAllBytesAsync(Path.Combine(TestData.Repository, "samples", "datasets", "schedule.yaml")), Force);

        // 1. Two CronJobs of its own, and when they run next.
        var status = await UntilAsync(cluster, s => s is { Daily.CronJob: not null, Monthly.CronJob: not null } && Has(s, DatasetScheduleStatus.Ready, "Scheduled"));
        Assert.Equal(("styles-daily", "styles-monthly"), (status.Daily!.CronJob, status.Monthly!.CronJob));
        Assert.Null(status.Daily.LastScheduleTime);
        // Midnight may have come meanwhile.
        Assert.Contains(status.Daily.NextScheduleTime!.Value.UtcDateTime, (DateTime[])[today.AddDays(1), today.AddDays(2)]);
        Assert.Equal((1, 1, 0), (status.Monthly.NextScheduleTime!.Value.Day, status.Monthly.NextScheduleTime.Value.Hour, status.Monthly.NextScheduleTime.Value.Minute));
        Assert.InRange(status.Monthly.NextScheduleTime.Value.UtcDateTime, today, today.AddDays(33));
        var daily = await cluster.Client.Resource<V1CronJob>().ReadAsync("styles-daily", Space);
        Assert.Equal(("0 0 * * *", "Etc/UTC", "DatasetSchedule"), (daily.Spec!.Schedule, daily.Spec.TimeZone, daily.Metadata.OwnerReferences!.Single().Kind));

        // 2. What a controller of CronJobs tells of runs.
        var last = new DateTimeOffset(today, TimeSpan.Zero);
        await TellAsync(cluster, last, last.AddDays(-1).AddMinutes(2));
        status = await UntilAsync(cluster, s => Has(s, DatasetScheduleStatus.Succeeding, "LastRunFailed"));
        Assert.Equal((last, last.AddDays(-1).AddMinutes(2), 0), (status.Daily!.LastScheduleTime, status.Daily.LastSuccessfulTime, status.Daily.Active));
        await TellAsync(cluster, last, last.AddMinutes(3));
        status = await UntilAsync(cluster, s => Has(s, DatasetScheduleStatus.Succeeding, "LastRunsSucceeded"));
        Assert.Equal(last.AddMinutes(3), status.Daily!.LastSuccessfulTime);

        // 3. A suspended flow has no next run; a schedule that is none is told, and what runs is left alone.
        await PatchAsync(cluster, """{"spec":{"daily":{"suspend":true}}}""");
        status = await UntilAsync(cluster, s => s.Daily is { NextScheduleTime: null });
        Assert.NotNull(status.Monthly!.NextScheduleTime);
        await UntilCronJobAsync(cluster, c => c.Spec?.Suspend is true);
        await PatchAsync(cluster, """{"spec":{"daily":{"suspend":false,"schedule":"61 0 * * *"}}}""");
        await UntilAsync(cluster, s => Has(s, DatasetScheduleStatus.Ready, "InvalidSpec"));
        Assert.Equal("0 0 * * *", (await cluster.Client.Resource<V1CronJob>().ReadAsync("styles-daily", Space)).Spec!.Schedule);

        // 4. They go with it.
        await cluster.Client.DeleteAsync<DatasetSchedule>(Name, Space);
        await UntilGoneAsync(cluster);
    }

    private static bool Has(DatasetScheduleStatus status, string type, string reason) => status.Conditions?.Any(c => c.Type == type && c.Reason == reason) == true;

    private static Task TellAsync(FaultCluster cluster, DateTimeOffset last, DateTimeOffset succeeded) =>
        cluster.Client.Resource<V1CronJob>().PatchAsync("styles-daily", Space, PatchType.Merge, System.Text.Encoding.UTF8.GetBytes($$$"""{"status":{"lastScheduleTime":"{{{last:yyyy-MM-ddTHH:mm:ssZ}}}","lastSuccessfulTime":"{{{succeeded:yyyy-MM-ddTHH:mm:ssZ}}}"}}"""), new WriteOptions { Subresource = "status" });

    private static Task PatchAsync(FaultCluster cluster, string patch) =>
        cluster.Client.Resource<DatasetSchedule>().PatchAsync(Name, Space, PatchType.Merge, System.Text.Encoding.UTF8.GetBytes(patch));

    private static async Task<DatasetScheduleStatus> UntilAsync(FaultCluster cluster, Func<DatasetScheduleStatus, bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var found = await ClusterWatch.UntilAsync<DatasetSchedule>(cluster, Space, null, change => change.Object is { Status: { } status } o && status.ObservedGeneration == o.Metadata.Generation && condition(status), what);
        return found.Status!;
    }

    private static Task UntilCronJobAsync(FaultCluster cluster, Func<V1CronJob, bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        ClusterWatch.UntilAsync<V1CronJob>(cluster, Space, null, change => change.Object is { Metadata.Name: "styles-daily" } found && condition(found), what);

    private static async Task UntilGoneAsync(FaultCluster cluster)
    {
        var list = await cluster.Client.ListAsync<V1CronJob>(Space);
        HashSet<string> there = [.. list.Items.Select(c => c.Metadata.Name!)];
        if (there.Count > 0)
            await ClusterWatch.UntilAsync<V1CronJob>(cluster, Space, list.Metadata.ResourceVersion, change => change is { Type: WatchEventType.Deleted, Object: { } gone } && there.Remove(gone.Metadata.Name!) && there.Count == 0, "every CronJob is gone");
    }
}
