namespace Argus.Contracts.Datasets;

/// <summary>One run of a flow.</summary>
public sealed record RunBody
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary><c>daily</c> or <c>monthly</c>.</summary>
    public required string Flow { get; init; }

    /// <summary>The day, or the first day of the month.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>How it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; for a crash, when that was found out. Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Seconds from begin to end; null while it runs.</summary>
    public double? Seconds { get; init; }

    /// <summary>What was done, by name.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; init; } = new Dictionary<string, long>();

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }
}
