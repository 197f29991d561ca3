namespace Argus.Data.Jobs;

/// <summary>How a store treats its jobs. All processes that share a store must have the same.</summary>
public sealed record JobStoreOptions
{
    /// <summary>The wait that is worth one step of priority, 1 ms or more; default one minute: a job of priority 0 overtakes one of priority 10 that came ten minutes later. Shorter is fairer, longer is stricter. It takes effect for new jobs.</summary>
    public TimeSpan Ageing { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a claim lasts unless it is extended; default 30 s. Shorter finds dead workers sooner, longer forgives slow ones.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Attempts before a job ends in error, 1 or more; default 4, the first and three retries.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Claims of a job, whatever became of them, up to which a worker that stopped without an answer does not cost an attempt, 0 or more; default 8. More forgives more crashes around a job, and lets one that crashes its workers itself do so more often.</summary>
    public int FreeClaims { get; init; } = 8;

    /// <summary>The pause before the first retry; doubled for each further one, and shortened by up to a half so that many do not come back together; default 2 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest pause before a retry; default 5 minutes.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long after its creation a job waits for something that is away, without using up attempts; default one day.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Deliveries of a result to the media store before they are given up, 1 or more; default 12, over some three hours.</summary>
    public int SyncAttempts { get; init; } = 12;

    /// <summary>The pause before the second delivery, doubled and shortened as <see cref="RetryDelay"/>; default 5 s.</summary>
    public TimeSpan SyncDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause before a delivery; default one hour.</summary>
    public TimeSpan MaxSyncDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Who is told of events; default nobody.</summary>
    public IReadOnlyList<OutboxSink> Sinks { get; init; } = [];

    /// <exception cref="ArgumentException">A value is out of its range; the message names all that are.</exception>
    internal void Validate()
    {
        List<string> wrong = [];
        foreach (var (name, value) in new[] { (nameof(Ageing), Ageing), (nameof(Lease), Lease), (nameof(RetryDelay), RetryDelay), (nameof(MaxRetryDelay), MaxRetryDelay), (nameof(Patience), Patience), (nameof(SyncDelay), SyncDelay), (nameof(MaxSyncDelay), MaxSyncDelay) })
        {
            if (value < TimeSpan.FromMilliseconds(1) || value > TimeSpan.FromDays(365))
                wrong.Add($"{name} is {value}, and must be from 1 ms to 365 days.");
        }

        if (Attempts < 1)
            wrong.Add($"{nameof(Attempts)} is {Attempts}, and must be 1 or more.");
        if (FreeClaims < 0)
            wrong.Add($"{nameof(FreeClaims)} is {FreeClaims}, and must be 0 or more.");
        if (SyncAttempts < 1)
            wrong.Add($"{nameof(SyncAttempts)} is {SyncAttempts}, and must be 1 or more.");
        foreach (var twice in Sinks.GroupBy(s => s.Name).Where(g => g.Count() > 1))
            wrong.Add($"There are {twice.Count()} sinks named {twice.Key}.");
        if (wrong.Count > 0)
            throw new ArgumentException(string.Join(' ', wrong));
    }
}
