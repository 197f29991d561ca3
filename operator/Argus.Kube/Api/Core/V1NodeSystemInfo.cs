namespace Argus.Kube.Api.Core;

/// <summary>Names and versions that a node reports.</summary>
public sealed record V1NodeSystemInfo
{
    public required string Architecture { get; init; }

    public required string BootID { get; init; }

    public required string ContainerRuntimeVersion { get; init; }

    public required string KernelVersion { get; init; }

    public required string KubeProxyVersion { get; init; }

    public required string KubeletVersion { get; init; }

    public required string MachineID { get; init; }

    public required string OperatingSystem { get; init; }

    public required string OsImage { get; init; }

    public required string SystemUUID { get; init; }
}
