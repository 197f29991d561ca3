namespace Argus.LocalCluster.Node.Processes;

/// <summary>What the kernel tells of a process.</summary>
/// <param name="State">Such as <c>R</c>, <c>S</c> or <c>Z</c>.</param>
/// <param name="Session">Its session, which is that of its container.</param>
/// <param name="StartTicks">When it began.</param>
internal readonly record struct ProcessStat(char State, int Session, long StartTicks);
