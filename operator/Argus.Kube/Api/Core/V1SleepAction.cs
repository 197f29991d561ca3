namespace Argus.Kube.Api.Core;

/// <summary>Waits.</summary>
public sealed record V1SleepAction
{
    public required long Seconds { get; init; }
}
