namespace Argus.Kube.Api.Meta;

/// <summary>Outcome of a request that returns no object; body of every error of the API server.</summary>
public sealed record V1Status
{
    public string? ApiVersion { get; init; }

    public string? Kind { get; init; }

    public V1ListMeta? Metadata { get; init; }

    /// <summary><c>Success</c> or <c>Failure</c>.</summary>
    public string? Status { get; init; }

    public string? Message { get; init; }

    /// <summary>CamelCase, such as <c>NotFound</c>, <c>Conflict</c>, <c>Invalid</c>, <c>Expired</c>.</summary>
    public string? Reason { get; init; }

    public V1StatusDetails? Details { get; init; }

    /// <summary>The HTTP status code.</summary>
    public int? Code { get; init; }
}

/// <summary>What a <see cref="V1Status"/> is about.</summary>
public sealed record V1StatusDetails
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? Kind { get; init; }

    public string? Uid { get; init; }

    public IReadOnlyList<V1StatusCause>? Causes { get; init; }

    public int? RetryAfterSeconds { get; init; }
}

/// <summary>One of several reasons.</summary>
public sealed record V1StatusCause(string? Reason, string? Message, string? Field);
