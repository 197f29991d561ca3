using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>One ModelDeployment at a time: observe, plan, act, report.</summary>
internal sealed class Reconciler(
    Mirrors mirrors,
    HealthObserver health,
    IClusterWriter writer,
    RecentWrites written,
    ForeignObjects foreign,
    KubernetesClient client,
    Action<ModelDeployment, PlannedEvent> record,
    Action<ObjectKey> progress,
    PlanOptions options,
    TimeProvider time,
    ILogger<Reconciler> log)
{
    /// <summary>After a refusal, since a quota may be raised.</summary>
    private static readonly TimeSpan RefusedWait = TimeSpan.FromMinutes(1);

    // Objects that have the name of a child but not our labels; they are read each time.
    private readonly ConcurrentDictionary<ObjectKey, HashSet<(ResourceType Type, string Name)>> _strays = [];

    /// <summary>Reconciles, and answers when to look again.</summary>
    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var recent = written.Of(key);
        if (mirrors.Find(key) is not { } mirrored)
        {
            written.Forget(key);
            _strays.TryRemove(key, out _);
            return new ReconcileResult(null, false);
        }

        // A new leader knows nothing of pods yet: what it took for silence would be reported, and a canary that took over begun anew.
        if (mirrors.PodsOf(key).Any(health.IsUnasked))
            return new ReconcileResult(null, false);

        var resource = recent.Newest(mirrored);
        // A mirror that was quicker than the answer to the write showed it before anybody waited for it.
        if (ReferenceEquals(resource, mirrored))
            written.Shown(key, ModelDeployment.Resource, mirrored.Metadata);
        var (observed, isAhead) = await ObserveAsync(key, resource, recent, cancellationToken);
        var plan = Planner.Compute(resource, observed, options, time.GetUtcNow());
        if (!plan.IsEmpty)
            Log.Step(log, key.ToString(), plan.Summary);
        var (last, refused) = await Actor.ActAsync(plan, key.Namespace, writer, (apply, child) => Applied(key, apply, child), cancellationToken);
        if (last.Outcome == WriteOutcome.Conflict)
        {
            // Whose it is, is found out before anything is said of it.
            if (refused is { IsNew: true })
                _strays.GetOrAdd(key, _ => []).Add((refused.Type, refused.Name));
            return new ReconcileResult(null, true);
        }

        if (last.Outcome == WriteOutcome.Refused)
            plan = Planner.Compute(resource, observed with { Refusal = last.Message }, options, time.GetUtcNow());
        try
        {
            await ReportAsync(key, resource, plan, cancellationToken);
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            return new ReconcileResult(null, true);
        }

        var next = last.Outcome == WriteOutcome.Refused ? RefusedWait : plan.Next;
        // What was written and has not been seen is looked for once more.
        bool isUnseen = isAhead || !plan.Applies.IsEmpty;
        return new ReconcileResult(isUnseen && !(next < RecentWrites.Trust) ? RecentWrites.Trust : next, false);
    }

    private void Applied(ObjectKey key, PlannedApply apply, Child child)
    {
        written.Add(key, child);
        // A look that came further is no failure like the one before: else many short troubles on the way would add up to a long wait.
        if (apply.IsNew)
            progress(key);
    }

    private async Task<(Observed Observed, bool IsAhead)> ObserveAsync(ObjectKey key, ModelDeployment resource, RecentWrite recent, CancellationToken cancellationToken)
    {
        var observed = mirrors.Observe(resource, health.Find);
        var (children, isAhead) = recent.Newest(observed.Children);
        children = children.AddRange(await StraysAsync(key, children, cancellationToken));
        // Before the first child, whether all of them can be had: half of a whole is not made.
        if (!children.Any(c => c.IsOwnedBy(resource.Metadata.Uid)) && resource.Metadata.DeletionTimestamp is null)
            children = children.AddRange((await foreign.FindAsync(key, mirrors.ServedKinds, cancellationToken)).Where(f => !Has(children, f.Type, f.Metadata.Name)));
        return (observed with { Children = children }, isAhead);
    }

    private async Task<List<Child>> StraysAsync(ObjectKey key, ImmutableArray<Child> children, CancellationToken cancellationToken)
    {
        List<Child> found = [];
        if (!_strays.TryGetValue(key, out var strays))
            return found;
        foreach (var stray in strays.ToList())
        {
            var body = await client.Resource(stray.Type).FindAsync(stray.Name, key.Namespace, cancellationToken);
            if (body.ValueKind != JsonValueKind.Object || Has(children, stray.Type, stray.Name))
                strays.Remove(stray);
            else
                found.Add(Child.Of(stray.Type, body));
        }

        return found;
    }

    private static bool Has(ImmutableArray<Child> children, ResourceType type, string? name) => children.Any(c => c.Type == type && c.Metadata.Name == name);

    private async Task ReportAsync(ObjectKey key, ModelDeployment resource, Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Status is { } status)
        {
            if (await writer.ReportAsync(resource, status, cancellationToken) is not { } reported)
                return;
            written.Add(key, reported with { Metadata = reported.Metadata with { ManagedFields = null } });
        }

        // Events only after the status they tell of is there.
        foreach (var planned in plan.Events)
            record(resource, planned);
    }
}

/// <summary>What is to follow.</summary>
/// <param name="Next">When to look again though nothing changes.</param>
/// <param name="Again">Whether somebody else came in between, so that it is tried again at once.</param>
internal sealed record ReconcileResult(TimeSpan? Next, bool Again);
