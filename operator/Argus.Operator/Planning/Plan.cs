using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Argus.Kube.Api;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>What is to be done for one ModelDeployment, in this order: deletes, applies, status, events.</summary>
internal sealed record Plan
{
    public static Plan Nothing { get; } = new();

    public ImmutableArray<PlannedDelete> Deletes { get; init; } = [];

    public ImmutableArray<PlannedApply> Applies { get; init; } = [];

    /// <summary>The status, where it is not what is there already.</summary>
    public ModelDeploymentStatus? Status { get; init; }

    public ImmutableArray<PlannedEvent> Events { get; init; } = [];

    /// <summary>When to look again though nothing changes; null for not at all.</summary>
    public TimeSpan? Next { get; init; }

    /// <summary>Whether nothing is written.</summary>
    public bool IsEmpty => Deletes.IsEmpty && Applies.IsEmpty && Status is null && Events.IsEmpty;

    /// <summary>What is written, in one line.</summary>
    public string Summary => string.Join(", ", [
        .. Deletes.Select(d => $"delete {d.Type.Kind}/{d.Name}"),
        .. Applies.Select(a => $"apply {a.Type.Kind}/{a.Name} ({string.Join("; ", a.Why)})"),
        .. (Status?.Conditions ?? []).Where(c => c.Type == ConditionTypes.Ready).Select(c => $"status Ready={c.Status} {c.Reason}"),
    ]);

    /// <summary>The plan as people read it, one line a step.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var delete in Deletes)
            text.Append(null, $"delete {delete.Type.Kind}/{delete.Name}: {delete.Why}\n");
        foreach (var apply in Applies)
            text.Append(null, $"apply {apply.Type.Kind}/{apply.Name}: {string.Join("; ", apply.Why)}\n");
        foreach (var condition in Status?.Conditions ?? [])
            text.Append(null, $"status {condition.Type}={condition.Status} {condition.Reason}: {condition.Message}\n");
        foreach (var planned in Events)
            text.Append(null, $"event {planned.Type} {planned.Reason}: {planned.Note}\n");
        if (Next is { } next)
            text.Append(null, $"look again in {next.TotalSeconds:0} s\n");
        return text.Length == 0 ? "nothing to do\n" : text.ToString();
    }
}

/// <summary>An object to write.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Body">All that we want of it.</param>
/// <param name="Why">What differs.</param>
/// <param name="IsNew">Whether nothing of this name is known.</param>
internal sealed record PlannedApply(ResourceType Type, string Name, JsonObject Body, IReadOnlyList<string> Why, bool IsNew);

/// <summary>An object to delete.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Which one: another of this name is left alone.</param>
/// <param name="Why">Why it goes.</param>
internal sealed record PlannedDelete(ResourceType Type, string Name, string? Uid, string Why);

/// <summary>An Event to record.</summary>
/// <param name="Type">Normal or Warning.</param>
/// <param name="Reason">Reason of the condition.</param>
/// <param name="Note">For a person.</param>
internal sealed record PlannedEvent(string Type, string Reason, string Note);
