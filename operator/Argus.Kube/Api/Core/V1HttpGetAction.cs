namespace Argus.Kube.Api.Core;

/// <summary>Gets a page; 200 to 399 is success.</summary>
public sealed record V1HttpGetAction
{
    public string? Host { get; init; }

    public IReadOnlyList<V1HttpHeader>? HttpHeaders { get; init; }

    public string? Path { get; init; }

    public required IntOrString Port { get; init; }

    public string? Scheme { get; init; }
}
