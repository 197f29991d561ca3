namespace Argus.Data.Jobs;

/// <summary>Why a store could not do what it was asked.</summary>
public enum JobStoreFault
{
    /// <summary>The database cannot be reached, or broke off: try again later. Whether a write was done is not known.</summary>
    Unavailable,

    /// <summary>The disk, or the quota on it, is full. Nothing was written; what was acknowledged before is kept.</summary>
    Full,

    /// <summary>The file may not be written by this user, or lies on a read-only disk.</summary>
    ReadOnly,

    /// <summary>The database was made by a newer program.</summary>
    Newer,

    /// <summary>The file is damaged, or no database of jobs.</summary>
    Corrupt,

    /// <summary>Anything else; the inner exception tells it.</summary>
    Other,
}

/// <summary>A store could not do what it was asked. The message says what to do about it.</summary>
/// <param name="fault">The kind.</param>
/// <param name="message">For people.</param>
/// <param name="inner">What the database said.</param>
public sealed class JobStoreException(JobStoreFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The kind.</summary>
    public JobStoreFault Fault { get; } = fault;
}
