using System.Net;
using Argus.Kube.Api.Meta;

namespace Argus.Kube.Client;

/// <summary>The API server refused a request, or ended a watch with an error.</summary>
public sealed class KubernetesException : Exception
{
    /// <param name="request">Method and path, for the message.</param>
    /// <param name="status">What the server said; always with a code and a reason.</param>
    /// <param name="retryAfter">How long the server asks to wait.</param>
    public KubernetesException(string request, V1Status status, TimeSpan? retryAfter = null)
        : base($"{request}: {status.Code} {status.Reason}: {status.Message}")
    {
        Status = status;
        RetryAfter = retryAfter ?? (status.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    /// <summary>What the server said. Plain text answers are given this form too.</summary>
    public V1Status Status { get; }

    /// <summary>HTTP status code.</summary>
    public HttpStatusCode Code => (HttpStatusCode)(Status.Code ?? 0);

    /// <summary>CamelCase, such as <c>AlreadyExists</c>; see <see cref="StatusReasons"/>.</summary>
    public string Reason => Status.Reason ?? "";

    /// <summary>How long the server asks to wait, from the header or the body.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>404, whether the object or its whole kind is missing.</summary>
    public bool IsNotFound => Code == HttpStatusCode.NotFound;

    /// <summary>404 for the object itself: its kind is served.</summary>
    public bool IsObjectMissing => IsNotFound && !string.IsNullOrEmpty(Status.Details?.Name);

    /// <summary>409 because the object changed since it was read, or another manager owns a field.</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && Reason != StatusReasons.AlreadyExists;

    /// <summary>409 because there is an object of that name.</summary>
    public bool IsAlreadyExists => Reason == StatusReasons.AlreadyExists;

    /// <summary>410: the version or page asked for is too old; list again.</summary>
    public bool IsGone => Code == HttpStatusCode.Gone;

    /// <summary>422: the object is not valid; <c>Status.Details.Causes</c> says which fields.</summary>
    public bool IsInvalid => Code == HttpStatusCode.UnprocessableEntity;

    /// <summary>401.</summary>
    public bool IsUnauthorized => Code == HttpStatusCode.Unauthorized;

    /// <summary>403.</summary>
    public bool IsForbidden => Code == HttpStatusCode.Forbidden;

    /// <summary>429, from the request limiter or from an eviction that a disruption budget does not allow.</summary>
    public bool IsTooManyRequests => Code == HttpStatusCode.TooManyRequests;
}
