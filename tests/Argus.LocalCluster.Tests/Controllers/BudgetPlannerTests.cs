using Argus.Kube.Api;
using Argus.Kube.Api.Core;
using Argus.Kube.Api.Policy;
using Argus.LocalCluster.Controllers.Budgets;
using static Argus.LocalCluster.Tests.Controllers.TestObjects;

namespace Argus.LocalCluster.Tests.Controllers;

public class BudgetPlannerTests
{
    [Theory]
    [InlineData("1", null, 2, 2, 2, 1, 1)]
    [InlineData("1", null, 3, 1, 3, 1, 0)]
    [InlineData("50%", null, 3, 3, 3, 2, 1)]
    [InlineData(null, "1", 3, 3, 3, 2, 1)]
    [InlineData(null, "30%", 4, 4, 4, 2, 2)]
    [InlineData("5", null, 2, 2, 2, 5, 0)]
    public void Compute_Counts_AllowWhatIsToSpare(string? minimum, string? maximum, int pods, int ready, int expected, int desired, int allowed)
    {
        var budget = Budget(minimum, maximum);
        var selected = Enumerable.Range(0, pods).Select(i => Pod($"p{i}", ready: i < ready)).ToList();
        var status = BudgetPlanner.Compute(budget, selected, () => (pods, ""), Now).Status;
        Assert.Equal((expected, desired, allowed, ready), (status.ExpectedPods, status.DesiredHealthy, status.DisruptionsAllowed, status.CurrentHealthy));
        var condition = Assert.Single(status.Conditions!);
        Assert.Equal(allowed > 0 ? ("True", "SufficientPods") : ("False", "InsufficientPods"), (condition.Status, condition.Reason));
    }

    [Fact]
    public void Compute_EvictedPod_CountsNoMoreAndIsForgottenAfterTwoMinutes()
    {
        var budget = Budget("1", null) with { Status = new V1PodDisruptionBudgetStatus { DisruptedPods = new Dictionary<string, DateTimeOffset> { ["p0"] = Now } } };
        V1Pod[] pods = [Pod("p0"), Pod("p1")];
        var plan = BudgetPlanner.Compute(budget, pods, () => (null, ""), Now.AddSeconds(20));
        Assert.Equal((1, 0), (plan.Status.CurrentHealthy, plan.Status.DisruptionsAllowed));
        Assert.Equal(TimeSpan.FromSeconds(100), plan.LookAgain);
        Assert.Equal(1, BudgetPlanner.Compute(budget, pods, () => (null, ""), Now.AddSeconds(121)).Status.DisruptionsAllowed);
    }

    [Fact]
    public void Compute_PodsWithoutController_SaysThatAShareCannotBeTaken()
    {
        var condition = Assert.Single(BudgetPlanner.Compute(Budget("50%", null), [Pod("p")], () => (null, "found no controllers for pod \"p\""), Now).Status.Conditions!);
        Assert.Equal(("False", "SyncFailed", "found no controllers for pod \"p\""), (condition.Status, condition.Reason, condition.Message));
    }

    private static V1PodDisruptionBudget Budget(string? minimum, string? maximum)
    {
        static IntOrString? Value(string? text) => text is null ? default(IntOrString?) : int.TryParse(text, out int number) ? new IntOrString(number) : new IntOrString(text);
        return new V1PodDisruptionBudget
        {
            Metadata = new() { Name = "web", Namespace = "ns", Generation = 1 },
            Spec = new V1PodDisruptionBudgetSpec { MinAvailable = Value(minimum), MaxUnavailable = Value(maximum) },
        };
    }
}
