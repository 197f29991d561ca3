namespace Argus.Kube.Api.Core;

/// <summary>A taint that does not keep the pod away.</summary>
public sealed record V1Toleration
{
    public string? Effect { get; init; }

    public string? Key { get; init; }

    public string? Operator { get; init; }

    /// <summary>How long a NoExecute taint is tolerated; for ever when null.</summary>
    public long? TolerationSeconds { get; init; }

    public string? Value { get; init; }
}
