namespace Argus.Cli.Cluster;

/// <summary>What <c>cluster start</c> was asked for.</summary>
/// <param name="Port">Port of the API server on loopback; 0 takes a free one.</param>
/// <param name="Detach">Whether the cluster goes on when the command ends.</param>
/// <param name="Fresh">Whether objects of an earlier time are removed first.</param>
internal sealed record ClusterStartOptions(int Port, bool Detach, bool Fresh);
