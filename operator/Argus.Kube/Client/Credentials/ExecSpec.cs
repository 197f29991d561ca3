namespace Argus.Kube.Client.Credentials;

/// <summary>What the program is told.</summary>
internal sealed record ExecSpec(bool Interactive, ExecCluster? Cluster);
