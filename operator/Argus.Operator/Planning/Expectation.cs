using System.Collections.Immutable;
using Argus.Kube.Api.Argus;

namespace Argus.Operator.Planning;

/// <summary>What a pod must report to count as serving.</summary>
/// <param name="Hardware">What it was promised.</param>
/// <param name="Digests">Digests that are right; empty where any is, for pods of an older state of the spec.</param>
/// <param name="ReadyWithin">Time from the start of its container.</param>
/// <param name="IsHandOver">Whether pods wait for the device of another on purpose.</param>
/// <param name="IsRelay">Whether they ask a server elsewhere, which may go away.</param>
/// <param name="ClassesSha256">Hash of the face classes that they must have; null where any are right.</param>
internal sealed record Expectation(HardwareSpec Hardware, ImmutableArray<string> Digests, TimeSpan ReadyWithin, bool IsHandOver, bool IsRelay = false, string? ClassesSha256 = null);
