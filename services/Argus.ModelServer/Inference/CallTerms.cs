using System.Globalization;
using Argus.ModelServer.Requests;
using Argus.ServiceDefaults.Problems;

namespace Argus.ModelServer.Inference;

/// <summary>When a request came, until when its answer is of use, and how urgent it is.</summary>
/// <param name="Arrived">Timestamp of arrival.</param>
/// <param name="Deadline">Moment after which the answer is of no use.</param>
/// <param name="Priority">0 to 10, higher first.</param>
internal readonly record struct CallTerms(long Arrived, DateTimeOffset Deadline, int Priority)
{
    /// <summary>Milliseconds that the caller waits; default ML_SERVICE_TIMEOUT.</summary>
    public const string TimeoutHeader = "X-Argus-Timeout-Ms";

    /// <summary>0 to 10, higher first; default 5.</summary>
    public const string PriorityHeader = "X-Argus-Priority";

    private const int DefaultPriority = 5;
    private const int MaxTimeoutMs = 3_600_000;

    /// <summary>Reads the headers; wrong ones are added to <paramref name="errors"/>.</summary>
    public static CallTerms Read(HttpRequest request, TimeProvider time, TimeSpan timeout, FieldErrors errors)
    {
        int ms = Header(request, TimeoutHeader, (int)timeout.TotalMilliseconds, 1, MaxTimeoutMs, errors);
        int priority = Header(request, PriorityHeader, DefaultPriority, 0, 10, errors);
        return new CallTerms(time.GetTimestamp(), time.GetUtcNow().AddMilliseconds(ms), priority);
    }

    private static int Header(HttpRequest request, string name, int fallback, int min, int max, FieldErrors errors)
    {
        if (!request.Headers.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
            return value;
        errors.Add(name, $"must be a whole number from {min} to {max}.");
        return fallback;
    }
}
