using Argus.Kube.Api.Argus;
using Argus.Operator.Rendering;

namespace Argus.Operator.Planning;

/// <summary>From what is wanted and what is there to what is to be done. Pure: it reads no clock, writes nothing, and keeps nothing.</summary>
internal static class Planner
{
    public const string NameTaken = "NameTaken";

    /// <summary>What takes a name is nobody's to watch: whether it is still there is seen by looking.</summary>
    private static readonly TimeSpan TakenWait = TimeSpan.FromSeconds(30);

    /// <summary>The plan for one ModelDeployment.</summary>
    /// <param name="resource">The ModelDeployment, with the status that it has.</param>
    /// <param name="observed">What is around it.</param>
    /// <param name="options">About the cluster.</param>
    /// <param name="now">The time.</param>
    public static Plan Compute(ModelDeployment resource, Observed observed, PlanOptions options, DateTimeOffset now)
    {
        // 1. Children go with their owner, by the garbage collector.
        if (resource.Metadata.DeletionTimestamp is not null)
            return Plan.Nothing;

        // 2. What cannot be served changes nothing: what runs is from a spec that could.
        var violations = Validation.Check(resource.Spec, observed);
        if (violations.Count > 0)
            return Report(resource, StatusReport.Refused(resource, observed, violations, now), null);

        // 3. What is wanted, and what that makes of the world.
        var scene = Scene.Of(resource, observed, options, now);
        var children = new WantedChildren(resource.Metadata.Uid, observed.Children);
        if (children.Foreign(scene.Wanted) is { Count: > 0 } foreign)
        {
            var refused = Report(resource, StatusReport.Refused(resource, observed, [.. foreign.Select(Taken)], now), TakenWait);
            // That a name is taken shows when it is written, and what was written before that must not stay half of a whole. What was accepted once goes on.
            bool wasAccepted = resource.Status?.Url is not null;
            return wasAccepted || resource.Spec.Paused ? refused : refused with { Deletes = [.. children.TakeBack($"{foreign[0].Reference} is another's")] };
        }

        var plan = Report(resource, StatusReport.Of(scene, observed, now), Next(scene, observed, now));
        if (resource.Spec.Paused)
            return plan;
        var needed = observed.Pods.SelectMany(p => p.ConfigMaps).ToHashSet();
        return plan with
        {
            Deletes = [.. children.Deletes(scene.Wanted, needed)],
            Applies = [.. children.Applies(scene.Wanted)],
        };
    }

    private static Violation Taken(Child child) => new(
        NameTaken,
        "metadata.name",
        $"{child.Reference} is there and belongs to {child.Controller?.Kind ?? "nobody"}; delete it, or give the ModelDeployment another name");

    private static Plan Report(ModelDeployment resource, ModelDeploymentStatus status, TimeSpan? next) => new()
    {
        Status = StatusReport.IsSame(resource.Status, status) ? null : status,
        Events = [.. Transitions.Between(resource.Status, status)],
        Next = next,
    };

    private static TimeSpan? Next(Scene scene, Observed observed, DateTimeOffset now)
    {
        var within = scene.Expected.ReadyWithin;
        IEnumerable<TimeSpan?> moments =
        [
            scene.Scale.Next,
            scene.Canary is { Outcome: CanaryStatus.Judging, ReadySince: { } since } ? since + TimeSpan.FromSeconds(scene.Input.Spec.Canary!.PromoteAfterSeconds) - now : null,
            .. observed.Pods.Where(p => p is { Ready: false, Leaving: false }).Select(p => p.StartedAt + within - now),
        ];
        var next = moments.Where(m => m > TimeSpan.Zero).Min();
        // Times in objects are whole seconds: a moment too early would look in vain.
        return next is { } wait ? TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)) : null;
    }
}
