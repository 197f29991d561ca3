using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning.Schedules;

/// <summary>What is to be done for a DatasetSchedule.</summary>
/// <param name="Act">What is deleted and applied, the events, and when to look again.</param>
/// <param name="Patch">What is written into a ModelDeployment to promote centroids; null for nothing.</param>
/// <param name="Status">The status, where it is not what is there already.</param>
internal sealed record SchedulePlan(Plan Act, PlannedPatch? Patch, DatasetScheduleStatus? Status);
