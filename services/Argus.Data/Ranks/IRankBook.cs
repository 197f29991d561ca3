namespace Argus.Data.Ranks;

/// <summary>Counts what was scored, for each head by itself, and tells where a score stands among it.</summary>
public interface IRankBook : IAsyncDisposable
{
    /// <summary>Counts a score in.</summary>
    /// <param name="head">Digest of the head: scores of two do not compare.</param>
    /// <param name="score">0 to 100; counted by tenths.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <returns>Its percentile, 0 to 100 by tenths: the part of all scores so far, itself among them, that lies below it, equal ones by half. The very first is at 50.</returns>
    /// <exception cref="Jobs.JobStoreException">The store is away or full.</exception>
    Task<double> AddAsync(string head, double score, CancellationToken cancel);
}
