using Argus.Gateway.Balancing;
using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Waking;

/// <summary>A pod for a request, or why there is none.</summary>
/// <param name="Refusal">What the caller is told; null where there is a pod.</param>
/// <param name="Backend">The deployment.</param>
/// <param name="Destination">The pod.</param>
internal readonly record struct Choice(Refusal? Refusal, LiveBackend? Backend, Destination? Destination);
