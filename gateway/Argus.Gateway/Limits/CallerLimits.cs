using Argus.ServiceDefaults.Problems;

namespace Argus.Gateway.Limits;

/// <summary>What one caller has used of what it may.</summary>
internal sealed class CallerLimits
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly RateGate? _rate;
    private int _inFlight;

    /// <param name="settings">What it may.</param>
    /// <param name="time">Clock.</param>
    public CallerLimits(LimitSettings settings, TimeProvider time)
    {
        Settings = settings;
        if (settings.RequestsPerSecond is { } rate)
            _rate = new RateGate(rate, settings.Burst ?? Math.Max(1, (int)Math.Min(rate, int.MaxValue)), time);
    }

    /// <summary>What it may.</summary>
    public LimitSettings Settings { get; }

    /// <summary>Requests not yet answered whole.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Whether nothing is remembered that a new one would not know.</summary>
    public bool IsForgettable => InFlight == 0 && _rate is null or { IsRested: true };

    /// <summary>Takes a place for a request; <see cref="Leave"/> gives it back.</summary>
    /// <returns>Null where it may go on.</returns>
    public Denial? Enter()
    {
        // First the places: a request that finds none must not use up the rate.
        if (Interlocked.Increment(ref _inFlight) > Settings.Concurrency)
        {
            Leave();
            return new Denial(DenialReason.Concurrency, new Refusal(429, $"This caller may have {Settings.Concurrency} requests under way at once, and has.") { RetryAfter = Soon });
        }

        if (_rate is null || _rate.TryPass(out var wait))
            return null;
        Leave();
        return new Denial(DenialReason.Rate, new Refusal(429, FormattableString.Invariant($"This caller may send {Settings.RequestsPerSecond} requests a second.")) { RetryAfter = wait });
    }

    /// <summary>A request that had a place has been answered.</summary>
    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
