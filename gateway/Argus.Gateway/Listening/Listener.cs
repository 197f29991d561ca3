namespace Argus.Gateway.Listening;

/// <summary>Which of our listeners a request came in by.</summary>
/// <param name="IsAdmin">Whether it is the one of probes and metrics.</param>
/// <param name="Paths">Paths that it takes; null takes all.</param>
internal sealed record Listener(bool IsAdmin, PathFilter? Paths)
{
    /// <summary>For callers, all paths.</summary>
    public static Listener Public { get; } = new(false, null);

    /// <summary>For probes and metrics.</summary>
    public static Listener Admin { get; } = new(true, null);
}
