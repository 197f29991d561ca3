using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>Does what a plan says, and decides nothing.</summary>
internal static class Actor
{
    /// <summary>Deletes, then applies, in the plan's order; stops at the first write that does not succeed.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="ns">Namespace of it all.</param>
    /// <param name="writer">Does it.</param>
    /// <param name="applied">Told of each child that was applied, as the server has it then.</param>
    /// <param name="cancellationToken">Ends it between two writes.</param>
    public static async Task<ActResult> ActAsync(Plan plan, string ns, IClusterWriter writer, Action<PlannedApply, Child> applied, CancellationToken cancellationToken)
    {
        foreach (var delete in plan.Deletes)
        {
            var result = await writer.DeleteAsync(ns, delete, cancellationToken);
            if (result.Outcome != WriteOutcome.Written)
                return new ActResult(result, null);
        }

        foreach (var apply in plan.Applies)
        {
            var result = await writer.ApplyAsync(ns, apply, cancellationToken);
            if (result.Outcome != WriteOutcome.Written)
                return new ActResult(result, apply);
            if (result.Child is not null)
                applied(apply, result.Child);
        }

        return new ActResult(WriteResult.Written, null);
    }
}

/// <summary>How far acting came.</summary>
/// <param name="Last">What became of the last write.</param>
/// <param name="Apply">The apply that did not succeed, where it was one.</param>
internal sealed record ActResult(WriteResult Last, PlannedApply? Apply);
