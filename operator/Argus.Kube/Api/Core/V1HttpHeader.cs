namespace Argus.Kube.Api.Core;

/// <summary>A header to send.</summary>
public sealed record V1HttpHeader
{
    public required string Name { get; init; }

    public required string Value { get; init; }
}
