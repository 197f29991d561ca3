namespace Argus.Gateway.Limits;

/// <summary>Why a request is not let through; values of the label <c>reason</c>.</summary>
internal static class DenialReason
{
    /// <summary>No key or token, or not a good one.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>A good one, but not for this path or deployment.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Too many requests a second, or too many failures a minute.</summary>
    public const string Rate = "rate";

    /// <summary>Too many requests of one caller at once.</summary>
    public const string Concurrency = "concurrency";

    /// <summary>Too many bytes.</summary>
    public const string Size = "size";

    /// <summary>Too many requests of all callers at once.</summary>
    public const string Overload = "overload";

    /// <summary>Not HTTP as honest clients speak it.</summary>
    public const string Malformed = "malformed";
}
