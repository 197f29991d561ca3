using Argus.Data.Jobs;
using Argus.Data.Jobs.Postgres;
using Argus.Data.Jobs.Sqlite;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Stores;

/// <summary>Opens the store of jobs.</summary>
internal static class JobStoreOpening
{
    /// <summary>Opens SQLite in the data folder, or the database where one is named.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="sinks">Who is told of events.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="JobStoreException">It cannot be opened; the message says what to do.</exception>
    public static async Task<IJobStore> OpenAsync(JobsOptions options, IReadOnlyList<OutboxSink> sinks, TimeProvider time)
    {
        var settings = options.Jobs with { Sinks = sinks };
        if (options.Database is { } database)
            return await PostgresJobStore.OpenAsync(database, settings, time);
        try
        {
            Directory.CreateDirectory(options.Data);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JobStoreException(JobStoreFault.Other, $"The folder {options.Data} (ARGUS_DATA) cannot be made: {error.Message} Give one that this user may write.", error);
        }

        return SqliteJobStore.Open(Path.Combine(options.Data, "jobs.db"), settings, time);
    }
}
