using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Planning;
using Argus.Operator.Planning.Schedules;
using Argus.Operator.Rendering;

namespace Argus.Operator.Reconciling.Schedules;

/// <summary>One DatasetSchedule at a time: observe, plan, act, report.</summary>
internal sealed class ScheduleReconciler(
    ScheduleMirrors mirrors,
    NewestCheckpoints checkpoints,
    IClusterWriter writer,
    KubernetesClient client,
    Action<DatasetSchedule, PlannedEvent> record,
    PlanOptions options,
    TimeProvider time,
    ILogger<ScheduleReconciler> log)
{
    // After a refusal, after a write whose change the mirror has not shown, and to see whether there is a new checkpoint.
    private static readonly TimeSpan Soon = NewestCheckpoints.Interval;

    /// <summary>Reconciles, and answers when to look again; null for not at all.</summary>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (mirrors.Find(key) is not { } resource)
        {
            checkpoints.Forget(key);
            return null;
        }

        var observed = mirrors.Observe(key, await checkpoints.FindAsync(resource, cancellationToken));
        var plan = SchedulePlanner.Compute(resource, observed, options, time.GetUtcNow());
        if (!plan.Act.Deletes.IsEmpty || !plan.Act.Applies.IsEmpty)
            Log.Step(log, key.ToString(), plan.Act.Summary);
        var (last, refused) = await Actor.ActAsync(plan.Act, key.Namespace, writer, (_, _) => { }, cancellationToken);
        var patched = plan.Patch is { } patch ? await PatchAsync(resource, patch, cancellationToken) : WriteResult.Written;
        // What is there now is not what was planned for: there is nothing to tell yet.
        if (patched.Outcome == WriteOutcome.Conflict)
            return RecentWrites.Trust;
        if (last.Outcome == WriteOutcome.Refused)
            observed = observed with { Refusal = last.Message };
        else if (last.Outcome == WriteOutcome.Conflict)
            observed = await WithForeignAsync(key, observed, refused, cancellationToken);
        if (patched.Outcome == WriteOutcome.Refused)
            observed = observed with { Promotion = observed.Promotion with { Refusal = patched.Message } };
        if (last.Outcome != WriteOutcome.Written || patched.Outcome != WriteOutcome.Written)
            plan = SchedulePlanner.Compute(resource, observed, options, time.GetUtcNow());
        await ReportAsync(resource, plan, cancellationToken);
        bool isSoon = last.Outcome != WriteOutcome.Written || resource.Spec.Promote is not null;
        return isSoon && !(plan.Act.Next < Soon) ? Soon : plan.Act.Next;
    }

    private async Task<WriteResult> PatchAsync(DatasetSchedule resource, PlannedPatch patch, CancellationToken cancellationToken)
    {
        string name = resource.Spec.Promote!.ModelDeployment;
        Log.Step(log, $"{resource.Metadata.Namespace}/{name}", patch.Why);
        try
        {
            await client.Resource<ModelDeployment>().PatchAsync(name, resource.Metadata.Namespace, PatchType.Merge, Json.Bytes(patch.Body), new WriteOptions { FieldManager = Names.Promoter }, cancellationToken);
            return WriteResult.Written;
        }
        catch (KubernetesException e) when (e.IsConflict || e.IsNotFound)
        {
            return WriteResult.Conflict;
        }
        catch (KubernetesException e) when (e.IsInvalid || e.IsForbidden)
        {
            return new WriteResult(WriteOutcome.Refused, e.Status.Message ?? e.Message);
        }
    }

    // Whose the name is that was taken; where it is gone by now, the next look makes it.
    private async Task<ObservedSchedule> WithForeignAsync(ObjectKey key, ObservedSchedule observed, PlannedApply? refused, CancellationToken cancellationToken)
    {
        if (refused is null)
            return observed;
        var body = await client.Resource(refused.Type).FindAsync(refused.Name, key.Namespace, cancellationToken);
        return body.ValueKind == JsonValueKind.Object && observed.Children.All(c => c.Metadata.Name != refused.Name)
            ? observed with { Children = observed.Children.Add(Child.Of(refused.Type, body)) }
            : observed;
    }

    private async Task ReportAsync(DatasetSchedule resource, SchedulePlan plan, CancellationToken cancellationToken)
    {
        if (plan.Status is { } status)
        {
            var body = Json.Map(
                ("apiVersion", DatasetSchedule.Resource.ApiVersion),
                ("kind", DatasetSchedule.Resource.Kind),
                // With its uid: another one of the same name is not what this status is about.
                ("metadata", Json.Map(("name", resource.Metadata.Name), ("namespace", resource.Metadata.Namespace), ("uid", resource.Metadata.Uid))),
                ("status", JsonSerializer.SerializeToNode(new DatasetSchedule { Status = status }, ArgusJson.Default.DatasetSchedule)!["status"]!.DeepClone()));
            try
            {
                await client.Resource<DatasetSchedule>().ApplyAsync(resource.Metadata.Name!, resource.Metadata.Namespace, Json.Bytes(body), new ApplyOptions { FieldManager = Names.Manager, Force = true, Subresource = "status" }, cancellationToken);
            }
            catch (KubernetesException e) when (e.IsNotFound)
            {
                return;
            }
        }

        // Events only after the status they tell of is there.
        foreach (var planned in plan.Act.Events)
            record(resource, planned);
    }
}
