namespace Argus.Kube.Api.Meta;

/// <summary>Body of a delete.</summary>
public sealed record V1DeleteOptions
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public long? GracePeriodSeconds { get; init; }

    public V1Preconditions? Preconditions { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>.</summary>
    public string? PropagationPolicy { get; init; }

    public IReadOnlyList<string>? DryRun { get; init; }
}
