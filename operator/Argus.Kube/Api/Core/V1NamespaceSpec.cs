namespace Argus.Kube.Api.Core;

/// <summary>What must be done before a namespace goes.</summary>
public sealed record V1NamespaceSpec
{
    public IReadOnlyList<string>? Finalizers { get; init; }
}
