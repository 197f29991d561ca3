namespace Argus.Kube.Api.Core;

/// <summary><c>Active</c> or <c>Terminating</c>.</summary>
public sealed record V1NamespaceStatus
{
    public IReadOnlyList<V1NamespaceCondition>? Conditions { get; init; }

    public string? Phase { get; init; }
}
