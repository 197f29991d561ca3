using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Limits;

/// <summary>A request that is not let through.</summary>
/// <param name="Reason">For the metrics and the access log, one of <see cref="DenialReason"/>.</param>
/// <param name="Refusal">What the caller is told.</param>
internal sealed record Denial(string Reason, Refusal Refusal);
