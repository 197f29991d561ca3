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
    IClusterWriter writer,
    KubernetesClient client,
    Action<DatasetSchedule, PlannedEvent> record,
    PlanOptions options,
    TimeProvider time,
    ILogger<ScheduleReconciler> log)
{
    // After a refusal, and after a write whose change the mirror has not shown.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    /// <summary>Reconciles, and answers when to look again; null for not at all.</summary>
    public async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (mirrors.Find(key) is not { } resource)
            return null;
        var observed = mirrors.Observe(key);
        var plan = SchedulePlanner.Compute(resource, observed, options, time.GetUtcNow());
        if (!plan.Act.Deletes.IsEmpty || !plan.Act.Applies.IsEmpty)
            Log.Step(log, key.ToString(), plan.Act.Summary);
        var (last, refused) = await Actor.ActAsync(plan.Act, key.Namespace, writer, (_, _) => { }, cancellationToken);
        if (last.Outcome == WriteOutcome.Refused)
            plan = SchedulePlanner.Compute(resource, observed with { Refusal = last.Message }, options, time.GetUtcNow());
        else if (last.Outcome == WriteOutcome.Conflict)
            plan = SchedulePlanner.Compute(resource, await WithForeignAsync(key, observed, refused, cancellationToken), options, time.GetUtcNow());
        await ReportAsync(resource, plan, cancellationToken);
        return last.Outcome == WriteOutcome.Written || plan.Act.Next < Soon ? plan.Act.Next : Soon;
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
