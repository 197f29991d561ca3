using Argus.Contracts.Datasets;

namespace Argus.Datasets.Store;

/// <summary>What an administrator says of a candidate.</summary>
/// <param name="Id">Which.</param>
/// <param name="State">Accepted or rejected.</param>
/// <param name="Class">The class; null where it is rejected.</param>
/// <param name="Reason">Why it is rejected; null where nobody said.</param>
/// <param name="By">Who; null where nobody said.</param>
internal sealed record Decision(long Id, CandidateState State, string? Class, string? Reason, string? By);
