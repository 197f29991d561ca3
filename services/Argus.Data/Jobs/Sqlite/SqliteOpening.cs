using Microsoft.Data.Sqlite;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>Opens files for writing.</summary>
internal static class SqliteOpening
{
    /// <summary>Opens a file, makes it where it is not there, and brings it up to this version. What is committed to it is flushed to disk.</summary>
    /// <param name="path">Of the file, absolute.</param>
    /// <param name="scripts">Where its scripts lie in this assembly, such as Jobs.Sqlite.</param>
    /// <exception cref="JobStoreException">It cannot be opened or written, is a database of something else, or a newer program's.</exception>
    public static SqliteSession Open(string path, string scripts)
    {
        SqliteLibrary.Use();
        SqliteSession? session = null;
        try
        {
            session = new(path, readOnly: false);
            // Both before the first write: FULL flushes the log at each commit.
            session.Run("PRAGMA journal_mode = WAL");
            session.Run("PRAGMA synchronous = FULL");
            session.Run("PRAGMA journal_size_limit = 67108864");
            Migrate(session, path, scripts);
            return session;
        }
        catch (Exception error)
        {
            session?.Dispose();
            throw error is SqliteException sqlite ? SqliteFaults.Of(sqlite, path) : error;
        }
    }

    private static void Migrate(SqliteSession session, string path, string scripts)
    {
        var all = Migration.All(scripts);
        // The lock comes first: of two programs that start at once, the second finds the work done.
        session.Run("BEGIN IMMEDIATE");
        long version = session.Number("PRAGMA user_version") ?? 0;
        if (version == 0 && session.Number("SELECT count(*) FROM sqlite_schema") > 0)
            throw new JobStoreException(JobStoreFault.Corrupt, $"{path} is a database of something else. Name another file.");
        foreach (var migration in Migration.Missing(all, version, path))
        {
            session.Run(migration.Sql);
            session.Run($"PRAGMA user_version = {migration.Version}");
        }

        session.Run("COMMIT");
    }
}
