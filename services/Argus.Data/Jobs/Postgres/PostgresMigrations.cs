using Npgsql;

namespace Argus.Data.Jobs.Postgres;

internal static class PostgresMigrations
{
    // Any number that nobody else uses for such a lock.
    private const long Lock = 0x4172677573;

    /// <summary>Brings a schema up to this version. Of several programs that start at once, one does it, and the others wait for it.</summary>
    /// <exception cref="JobStoreException">The schema is newer than this program.</exception>
    public static async Task<bool> ApplyAsync(NpgsqlConnection connection, string schema, CancellationToken cancel)
    {
        var all = Migration.All("Jobs.Postgres");
        await using (var begin = new PostgresSession(connection))
        {
            begin.Add("BEGIN").Add("SELECT pg_advisory_xact_lock($1)", Lock).Add($"CREATE SCHEMA IF NOT EXISTS {schema}").Add("CREATE TABLE IF NOT EXISTS jobs_version (version integer NOT NULL)");
            await begin.RunAsync(cancel);
        }

        await using var read = new PostgresSession(connection);
        int version = (await read.Add("SELECT coalesce(max(version), 0) FROM jobs_version").RowsAsync(row => row.GetInt32(0), cancel))[0];
        foreach (var migration in Migration.Missing(all, version, $"The schema {schema}"))
        {
            await using var script = new NpgsqlCommand(migration.Sql, connection);
            await script.ExecuteNonQueryAsync(cancel);
            await using var done = new PostgresSession(connection);
            await done.Add("INSERT INTO jobs_version (version) VALUES ($1)", migration.Version).RunAsync(cancel);
        }

        await using var commit = new PostgresSession(connection);
        await commit.Add("COMMIT").RunAsync(cancel);
        return true;
    }
}
