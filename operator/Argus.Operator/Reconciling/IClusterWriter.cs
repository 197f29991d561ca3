using Argus.Kube.Api.Argus;
using Argus.Kube.Client;
using Argus.Operator.Planning;

namespace Argus.Operator.Reconciling;

/// <summary>Writes what a plan says. Implemented by the client, and by a recorder in tests.</summary>
internal interface IClusterWriter
{
    /// <summary>Applies a child. One that is not there yet is not forced: what has its name and is not ours must win.</summary>
    Task<WriteResult> ApplyAsync(string ns, PlannedApply apply, CancellationToken cancellationToken);

    /// <summary>Deletes a child; that it is gone already is fine.</summary>
    Task<WriteResult> DeleteAsync(string ns, PlannedDelete delete, CancellationToken cancellationToken);

    /// <summary>Writes the status, and answers the ModelDeployment as it is then; null where it went.</summary>
    /// <exception cref="KubernetesException">Also where somebody else was there first, or it is another one by now.</exception>
    Task<ModelDeployment?> ReportAsync(ModelDeployment resource, ModelDeploymentStatus status, CancellationToken cancellationToken);
}

/// <summary>What became of a write.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Message">What the server said, where it refused.</param>
/// <param name="Child">The child as it is now, where one was applied.</param>
internal sealed record WriteResult(WriteOutcome Outcome, string Message = "", Child? Child = null)
{
    public static WriteResult Written { get; } = new(WriteOutcome.Written);

    public static WriteResult Conflict { get; } = new(WriteOutcome.Conflict);
}

/// <summary>What became of a write.</summary>
internal enum WriteOutcome
{
    /// <summary>It is as it was wanted.</summary>
    Written,

    /// <summary>Somebody else was there first.</summary>
    Conflict,

    /// <summary>The server will not have it, however often it is tried.</summary>
    Refused,
}
