using Argus.Kube.Api.Batch;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Meta;
using Argus.LocalCluster.Controllers.Objects;

namespace Argus.LocalCluster.Controllers.Jobs;

/// <summary>Runs a Job's pods until enough have succeeded, or too many failed. Pods are all alike: there are no indexes.</summary>
internal static class JobPlanner
{
    private const int DefaultBackoffLimit = 6;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(6);

    /// <param name="job">The Job.</param>
    /// <param name="owned">All pods that it controls, finished ones too.</param>
    /// <param name="now">The time.</param>
    public static JobPlan Compute(V1Job job, IReadOnlyCollection<V1Pod> owned, DateTimeOffset now)
    {
        var spec = job.Spec!;
        if (EndOf(job) is { } ended)
        {
            var left = spec.TtlSecondsAfterFinished is { } ttl ? (ended.LastTransitionTime ?? now).AddSeconds(ttl) - now : (TimeSpan?)null;
            return new JobPlan { Status = job.Status!, Expired = left <= TimeSpan.Zero, LookAgain = left > TimeSpan.Zero ? left : null };
        }

        var active = owned.Where(PodFacts.IsActive).ToList();
        var status = Count(job, owned, active, now);
        if (spec.Suspend == true)
            return new JobPlan { Status = status with { Active = null, StartTime = null }, Delete = active };
        if (Verdict(spec, status, active, now) is var (type, reason, message))
        {
            var condition = new V1JobCondition { Type = type, Status = "True", Reason = reason, Message = message, LastProbeTime = Whole(now), LastTransitionTime = Whole(now) };
            return new JobPlan
            {
                Status = status with { Active = null, Ready = null, CompletionTime = type == "Complete" ? Whole(now) : null, Conditions = [.. (status.Conditions ?? []), condition] },
                Delete = active,
                LookAgain = spec.TtlSecondsAfterFinished is { } ttl ? TimeSpan.FromSeconds(ttl) : null,
            };
        }

        var wait = Backoff(owned, status.Failed ?? 0, now);
        int wanted = Math.Min(spec.Parallelism ?? 1, spec.Completions is { } completions ? completions - (status.Succeeded ?? 0) : (status.Succeeded ?? 0) > 0 ? active.Count : spec.Parallelism ?? 1);
        int missing = wanted - active.Count;
        var deadline = spec.ActiveDeadlineSeconds is { } seconds ? status.StartTime!.Value.AddSeconds(seconds) - now : (TimeSpan?)null;
        return new JobPlan
        {
            Create = missing > 0 && wait is null ? missing : 0,
            Delete = missing < 0 ? [.. active.Take(-missing)] : [],
            Status = status,
            LookAgain = deadline < wait || wait is null ? deadline : wait,
        };
    }

    /// <summary>The condition that tells how a job ended; null where it has not.</summary>
    public static V1JobCondition? EndOf(V1Job job) => job.Status?.Conditions?.FirstOrDefault(c => c is { Type: "Complete" or "Failed", Status: "True" });

    /// <summary>The pod to create.</summary>
    public static V1Pod Pod(V1Job job) => new()
    {
        Metadata = new V1ObjectMeta
        {
            GenerateName = $"{job.Metadata.Name}-",
            Namespace = job.Metadata.Namespace,
            Labels = new Dictionary<string, string>(job.Spec?.Template?.Metadata?.Labels ?? new Dictionary<string, string>())
            {
                ["batch.kubernetes.io/job-name"] = job.Metadata.Name!,
                ["batch.kubernetes.io/controller-uid"] = job.Metadata.Uid!,
                ["job-name"] = job.Metadata.Name!,
                ["controller-uid"] = job.Metadata.Uid!,
            },
            Annotations = job.Spec?.Template?.Metadata?.Annotations,
            OwnerReferences = [Owners.Reference(job, V1Job.Resource)],
        },
        Spec = job.Spec?.Template?.Spec,
    };

    // Finished pods may be deleted before the job is: what was counted once stays counted.
    private static V1JobStatus Count(V1Job job, IReadOnlyCollection<V1Pod> owned, List<V1Pod> active, DateTimeOffset now)
    {
        var before = job.Status ?? new V1JobStatus();
        return before with
        {
            Active = OrNull(active.Count),
            Ready = OrNull(active.Count(PodFacts.IsReady)),
            Succeeded = OrNull(Math.Max(before.Succeeded ?? 0, owned.Count(p => p.Status?.Phase == "Succeeded"))),
            Failed = OrNull(Math.Max(before.Failed ?? 0, owned.Count(p => p.Status?.Phase == "Failed"))),
            StartTime = before.StartTime ?? Whole(now),
        };
    }

    private static (string Type, string Reason, string Message)? Verdict(V1JobSpec spec, V1JobStatus status, List<V1Pod> active, DateTimeOffset now)
    {
        int succeeded = status.Succeeded ?? 0;
        int limit = spec.BackoffLimit ?? DefaultBackoffLimit;
        if (spec.Completions is { } completions ? succeeded >= completions : succeeded > 0 && active.Count == 0)
            return ("Complete", "CompletionsReached", "Reached expected number of succeeded pods");
        if ((status.Failed ?? 0) + active.Sum(Restarts) > limit)
            return ("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit");
        if (spec.ActiveDeadlineSeconds is { } deadline && status.StartTime!.Value.AddSeconds(deadline) <= now)
            return ("Failed", "DeadlineExceeded", "Job was active longer than specified deadline");
        return null;
    }

    // After each failure twice as long as before; null where nothing is to be waited for.
    private static TimeSpan? Backoff(IReadOnlyCollection<V1Pod> owned, int failed, DateTimeOffset now)
    {
        if (failed == 0 || owned.Where(p => p.Status?.Phase == "Failed").Max(EndedAt) is not { } last)
            return null;
        var pause = FirstBackoff * Math.Pow(2, Math.Min(failed - 1, 10));
        var wait = last + (pause < LongestBackoff ? pause : LongestBackoff) - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static DateTimeOffset? EndedAt(V1Pod pod) => pod.Status?.ContainerStatuses?.Max(c => c.State?.Terminated?.FinishedAt) ?? pod.Metadata.CreationTimestamp;

    private static int Restarts(V1Pod pod) => (pod.Status?.ContainerStatuses ?? []).Sum(c => c.RestartCount);

    private static int? OrNull(int count) => count == 0 ? null : count;

    private static DateTimeOffset Whole(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
}
