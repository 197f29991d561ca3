namespace Argus.Jobs.Http;

/// <summary>Why something that this service needs was not done.</summary>
/// <param name="Reason">One or two sentences: what is wrong, and what to do about it where that is known.</param>
/// <param name="Healing">Whether another try may help.</param>
/// <param name="After">How long the other side asked to be left alone; null where it said nothing.</param>
internal sealed record Fault(string Reason, Healing Healing, TimeSpan? After = null)
{
    /// <summary>The status that the other side answered with; null where there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>No further try helps.</summary>
    public static Fault Final(string reason) => new(reason, Healing.None);

    /// <summary>Another try may help.</summary>
    public static Fault Later(string reason, TimeSpan? after = null) => new(reason, Healing.Maybe, after);

    /// <summary>The other side is away, or full.</summary>
    public static Fault Away(string reason, TimeSpan? after = null) => new(reason, Healing.WhenBack, after);

    /// <summary>Why an exchange over HTTP failed.</summary>
    /// <param name="error">Where there was no connection at all, nothing of the job was seen.</param>
    /// <param name="reason">One sentence.</param>
    public static Fault Of(HttpRequestException error, string reason) =>
        error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError ? Away(reason) : Later(reason);

    /// <summary>What a status means that says nothing about the job itself.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="after">How long the other side asked to be left alone.</param>
    public static Fault Of(int status, string reason, TimeSpan? after) => status is 429 or 503 ? Away(reason, after) : Later(reason, after);
}
