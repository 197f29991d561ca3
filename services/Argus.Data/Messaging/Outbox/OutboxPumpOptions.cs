namespace Argus.Data.Messaging.Outbox;

/// <summary>How a pump works.</summary>
public sealed record OutboxPumpOptions
{
    /// <summary>Rows read, sent at once and acknowledged together, 1 or more. More is faster, and repeats more after a crash.</summary>
    public int BatchSize { get; init; } = 500;

    /// <summary>How long the right to publish lasts without being renewed: after a crash another publisher begins after this time.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time between two looks at the store without a wake.</summary>
    public TimeSpan IdleLook { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>First pause after a failure; it doubles with each further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause after failures.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After how many failures of its own a message is given up as dead. A sink that is away does not count.</summary>
    public int MostAttempts { get; init; } = 20;
}
