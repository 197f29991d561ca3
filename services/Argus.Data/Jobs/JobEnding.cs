namespace Argus.Data.Jobs;

/// <summary>How an attempt ended; see the methods of <see cref="JobOutcome"/> that are named after them.</summary>
public enum JobEnding
{
    /// <summary>With a result.</summary>
    Completed,

    /// <summary>With a result that the media store did not take.</summary>
    SyncFailed,

    /// <summary>In a way that may pass.</summary>
    Retry,

    /// <summary>Because something that it needs is away.</summary>
    Postponed,

    /// <summary>For good.</summary>
    Failed,

    /// <summary>Before it began.</summary>
    Released,
}
