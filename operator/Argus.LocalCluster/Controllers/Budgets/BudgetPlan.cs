using Argus.Kube.Api.Policy;

namespace Argus.LocalCluster.Controllers.Budgets;

/// <summary>The status of a PodDisruptionBudget, and when an announced disruption that did not come is forgotten.</summary>
internal sealed record BudgetPlan(V1PodDisruptionBudgetStatus Status, TimeSpan? LookAgain);
