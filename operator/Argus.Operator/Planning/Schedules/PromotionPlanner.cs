using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Meta;

namespace Argus.Operator.Planning.Schedules;

/// <summary>From the newest checkpoint and a ModelDeployment to the next step of promoting the one by a canary of the other. Pure; a step that was broken off is planned again.</summary>
internal sealed class PromotionPlanner
{
    private const string Refused = "Refused";
    private const int MostRemembered = 16;

    private readonly DatasetSchedule _schedule;
    private readonly PromoteSpec _spec;
    private readonly PromotionStatus? _before;
    private readonly ObservedPromotion _observed;
    private readonly DateTimeOffset _now;

    private PromotionPlanner(DatasetSchedule schedule, PromoteSpec spec, ObservedPromotion observed, DateTimeOffset now) =>
        (_schedule, _spec, _before, _observed, _now) = (schedule, spec, schedule.Status?.Promotion, observed, new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero));

    private IReadOnlyList<string> Remembered => _before?.RolledBackSha256 ?? [];

    /// <summary>The next step; null where nothing is to be promoted.</summary>
    /// <param name="schedule">The DatasetSchedule, with the status that it has.</param>
    /// <param name="observed">What it depends on.</param>
    /// <param name="now">The time.</param>
    public static PromotionPlan? Compute(DatasetSchedule schedule, ObservedPromotion observed, DateTimeOffset now) =>
        schedule.Spec.Promote is { } spec ? new PromotionPlanner(schedule, spec, observed, now).Compute() : null;

    private PromotionPlan Compute()
    {
        if (_observed.Deployment is not { Metadata.DeletionTimestamp: null } deployment)
            return Stay("False", "ModelDeploymentNotFound", $"There is no ModelDeployment {_spec.ModelDeployment} in this namespace; apply it, or correct spec.promote.modelDeployment.");
        if (deployment.Spec.Task != ModelTasks.FaceClassification)
            return Stay("False", "WrongTask", $"The ModelDeployment {_spec.ModelDeployment} is for {deployment.Spec.Task}; centroids are for one of the task {ModelTasks.FaceClassification}.");

        // 1. What is under way is brought to its end, whatever is newer by now.
        if (PromotionPatch.FolderOf(_schedule, deployment) is { } folder)
            return UnderWay(deployment, deployment.Spec.Canary!.Model, folder);
        string? inForce = deployment.Spec.Model.Classes?.Sha256;
        if (_before is { Phase: PromotionStatus.Judging, Checkpoint: { } ended, CentroidsSha256: { } judged } && judged == inForce)
            return Promoted(ended, judged);

        // 2. Whether there is anything new that was not found bad.
        if (_observed.Newest is not { } newest)
            return Stay("Unknown", "NotRead", _observed.Fault ?? "It was not asked yet.");
        if (newest.Sha256 == inForce)
            return Promoted(newest.Folder, newest.Sha256);
        if (Remembered.Contains(newest.Sha256))
            return RolledBack(newest.Folder, newest.Sha256, $"{newest.Folder} was rolled back before.");

        // 3. A canary of it, where there is no other.
        if (deployment.Spec.Canary is not null)
            return Waiting(newest.Folder, newest.Sha256, "CanaryOfAnother", $"{newest.Folder} waits until the canary that somebody put into {_spec.ModelDeployment} is gone.");
        return _observed.Refusal is { } refusal
            ? Waiting(newest.Folder, newest.Sha256, Refused, $"The API server refuses a canary of {newest.Folder}: {refusal.TrimEnd('.')}.")
            : Judging(newest.Folder, newest.Sha256) with { Patch = PromotionPatch.Begin(_schedule, _spec, deployment, newest) };
    }

    private PromotionPlan UnderWay(ModelDeployment deployment, ModelSource model, string folder)
    {
        var (classes, sha256) = (model.Classes!, model.Classes!.Sha256);
        if (_observed.Refusal is { } refusal)
            return Stay("False", Refused, $"The API server refuses the end of the canary of {folder}: {refusal.TrimEnd('.')}.");
        if (!PromotionPatch.IsOfTheSpec(model, deployment))
            return Waiting(folder, sha256, "ModelChanged", $"spec.model of {_spec.ModelDeployment} was changed: the canary of {folder} begins anew.") with { Patch = PromotionPatch.Remove(deployment, folder) };
        // Of a spec that is not accepted, or was not looked at, the status tells of another canary.
        var canary = IsAccepted(deployment) ? deployment.Status!.Canary : null;
        return canary?.Outcome switch
        {
            CanaryStatus.Promoted => Judging(folder, sha256) with { Patch = PromotionPatch.Promote(deployment, classes, folder) },
            // It is remembered before it goes: an operator that ends in between would else begin it again.
            CanaryStatus.RolledBack => RolledBack(folder, sha256, canary.Message ?? "") with { Patch = Remembered.Contains(sha256) ? PromotionPatch.Remove(deployment, folder) : null },
            _ => Judging(folder, sha256),
        };
    }

    private static bool IsAccepted(ModelDeployment deployment) =>
        deployment.Status?.ObservedGeneration == deployment.Metadata.Generation
        && deployment.Status?.Conditions?.Any(c => c is { Type: ConditionTypes.Accepted, Status: "True" } && c.ObservedGeneration == deployment.Metadata.Generation) == true;

    private PromotionPlan Judging(string folder, string sha256) =>
        Told(PromotionStatus.Judging, folder, sha256, "Unknown", PromotionStatus.Judging, $"A canary of {folder} is under way in {_spec.ModelDeployment}, whose status.canary tells how it does.");

    private PromotionPlan Promoted(string folder, string sha256) =>
        Told(PromotionStatus.Promoted, folder, sha256, "True", PromotionStatus.Promoted, $"{_spec.ModelDeployment} has the centroids of {folder}.");

    private PromotionPlan Waiting(string folder, string sha256, string reason, string message) =>
        Told(PromotionStatus.Waiting, folder, sha256, "False", reason, message);

    private PromotionPlan RolledBack(string folder, string sha256, string why)
    {
        // What was told when it happened says more than what is known later.
        if (_before is { Phase: PromotionStatus.RolledBack, Message: { } told } && _before.CentroidsSha256 == sha256)
            why = told;
        var plan = Told(PromotionStatus.RolledBack, folder, sha256, "False", PromotionStatus.RolledBack, why);
        return Remembered.Contains(sha256) ? plan : plan with { Status = plan.Status! with { RolledBackSha256 = [.. Remembered.TakeLast(MostRemembered - 1), sha256] } };
    }

    private PromotionPlan Told(string phase, string folder, string sha256, string status, string reason, string message) => new(
        new PromotionStatus
        {
            Checkpoint = folder,
            CentroidsSha256 = sha256,
            Phase = phase,
            Message = message,
            Since = _before?.Phase == phase && _before.CentroidsSha256 == sha256 ? _before.Since : _now,
            RolledBackSha256 = _before?.RolledBackSha256,
        },
        Condition(status, reason, message));

    // Nothing new is known of what the status tells already.
    private PromotionPlan Stay(string status, string reason, string message) => new(_before, Condition(status, reason, message));

    private V1Condition Condition(string status, string reason, string message)
    {
        var before = _schedule.Status?.Conditions?.FirstOrDefault(c => c.Type == DatasetScheduleStatus.Promoted);
        return new V1Condition(DatasetScheduleStatus.Promoted, status, reason, message, before?.Status == status ? before.LastTransitionTime : _now, _schedule.Metadata.Generation ?? 0);
    }
}
