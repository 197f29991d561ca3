using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>Decides what becomes of a canary.</summary>
internal static class CanaryJudge
{
    /// <summary>Fewer requests than this say nothing of errors.</summary>
    private const int FewestRequests = 20;

    /// <summary>How it does now.</summary>
    /// <param name="canary">What was asked for.</param>
    /// <param name="revision">Which model it is.</param>
    /// <param name="before">What was found last time; of another canary it says nothing.</param>
    /// <param name="pods">Its pods.</param>
    /// <param name="replicas">How many there are to be.</param>
    /// <param name="expected">What they must report.</param>
    /// <param name="now">The time.</param>
    public static CanaryStatus Judge(CanarySpec canary, string revision, CanaryStatus? before, IReadOnlyList<PodFacts> pods, int replicas, Expectation expected, DateTimeOffset now)
    {
        before = before?.Revision == revision ? before : null;
        var serving = pods.Where(p => Diagnosis.Serves(p, expected)).ToList();
        var status = new CanaryStatus
        {
            Outcome = CanaryStatus.Judging,
            Revision = revision,
            Weight = 0,
            Digest = serving.Select(p => p.Health!.Digest).FirstOrDefault() ?? before?.Digest,
            ReadyReplicas = serving.Count,
        };
        if (before?.Outcome is CanaryStatus.Promoted or CanaryStatus.RolledBack)
            return status with { Outcome = before.Outcome, ReadySince = before.ReadySince, Message = before.Message };
        long requests = serving.Sum(p => p.Health!.Requests), failures = serving.Sum(p => p.Health!.Failures);
        if (requests >= FewestRequests && failures * 100 > requests * canary.MaxErrorPercent)
            return status with { Outcome = CanaryStatus.RolledBack, Message = $"{failures} of {requests} requests failed, more than {canary.MaxErrorPercent} percent." };
        var trouble = pods.OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => (Pod: p, Trouble: Diagnosis.Of(p, expected, now))).FirstOrDefault(t => t.Trouble is not null);
        if (trouble.Trouble is { } found)
        {
            string message = $"Pod {trouble.Pod.Name}: {found.Reason}: {found.Message}.";
            return status with { Outcome = found.Fatal ? CanaryStatus.RolledBack : CanaryStatus.Judging, Message = message };
        }

        if (serving.Count < replicas)
            return status with { Message = $"{serving.Count} of {replicas} pods are ready." };
        var since = before?.ReadySince ?? now;
        status = status with { ReadySince = since, Weight = canary.Weight };
        return now - since >= TimeSpan.FromSeconds(canary.PromoteAfterSeconds)
            ? status with { Outcome = CanaryStatus.Promoted, Message = "It was ready for long enough with few errors. Move spec.canary.model to spec.model." }
            : status with { Message = $"It gets {canary.Weight} percent of the requests." };
    }
}
