namespace Argus.LocalCluster.Node.Pods;

/// <summary>What to do for a pod now.</summary>
/// <param name="Start">Containers to start.</param>
/// <param name="Stop">Containers to end.</param>
/// <param name="State">With what the plan itself changes: reasons to wait, and back-off.</param>
/// <param name="IsOver">The pod was deleted and nothing of it runs.</param>
/// <param name="LookAgain">When to look again without news.</param>
internal sealed record PodPlan(IReadOnlyList<string> Start, IReadOnlyList<string> Stop, PodState State, bool IsOver, TimeSpan? LookAgain);
