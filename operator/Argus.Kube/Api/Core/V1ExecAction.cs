namespace Argus.Kube.Api.Core;

/// <summary>Runs a command in the container; exit code 0 is success.</summary>
public sealed record V1ExecAction
{
    public IReadOnlyList<string>? Command { get; init; }
}
