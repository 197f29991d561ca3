namespace Argus.Gateway.Limits;

/// <summary>What one caller may do; null is without limit.</summary>
/// <param name="RequestsPerSecond">Steady rate, above 0.</param>
/// <param name="Burst">Requests at once after a rest; where it is not given, what comes in a second, at least 1.</param>
/// <param name="Concurrency">Requests not yet answered whole.</param>
/// <param name="MaxBodyBytes">Bytes of one body.</param>
internal sealed record LimitSettings(double? RequestsPerSecond = null, int? Burst = null, int? Concurrency = null, long? MaxBodyBytes = null)
{
    /// <summary>No limit at all.</summary>
    public static LimitSettings None { get; } = new();

    /// <summary>These, and where they say nothing the others.</summary>
    public LimitSettings Or(LimitSettings others) => new(
        RequestsPerSecond ?? others.RequestsPerSecond,
        // A burst belongs to its rate.
        RequestsPerSecond is null && Burst is null ? others.Burst : Burst,
        Concurrency ?? others.Concurrency,
        MaxBodyBytes ?? others.MaxBodyBytes);
}
