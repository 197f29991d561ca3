namespace Argus.LocalCluster.Controllers.Scheduling;

/// <summary>A node, or why there is none.</summary>
/// <param name="Node">Null when no node can take the pod.</param>
/// <param name="Message">In the words of the scheduler.</param>
internal sealed record SchedulingDecision(string? Node, string Message);
