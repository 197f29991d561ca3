using Argus.Kube.Api.Core;
using Argus.LocalCluster.Node.Logs;
using Argus.LocalCluster.Node.Processes;

namespace Argus.LocalCluster.Node.Containers;

/// <summary>A container with a process.</summary>
internal sealed class RunningContainer : IDisposable
{
    private readonly CancellationTokenSource _ended = new();

    public RunningContainer() => Ended = _ended.Token;

    public required V1Container Spec { get; init; }

    /// <summary>Address of its pod.</summary>
    public required string Address { get; init; }

    public required int Run { get; init; }

    public required ProcessId Process { get; init; }

    public required LaunchSpec Launch { get; init; }

    public required ContainerLog Log { get; init; }

    public required MountTable Mounts { get; init; }

    /// <summary>File that it may leave its last words in.</summary>
    public required string TerminationMessageFile { get; init; }

    /// <summary>Cancelled when it ends.</summary>
    public CancellationToken Ended { get; }

    /// <summary>It was ended because of its memory.</summary>
    public bool OutOfMemory { get; set; }

    /// <summary>It was sent SIGKILL.</summary>
    public bool Killed { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        Log.Dispose();
    }
}
