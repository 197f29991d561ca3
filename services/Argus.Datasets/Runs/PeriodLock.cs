using System.Globalization;
using Argus.Datasets.Layout;
using Argus.Datasets.Store;
using Npgsql;

namespace Argus.Datasets.Runs;

/// <summary>Keeps a period to one run: an advisory lock of PostgreSQL, which goes when the process or its connection does.</summary>
internal sealed class PeriodLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly string _name;

    private PeriodLock(NpgsqlConnection connection, string name) => (_connection, _name) = (connection, name);

    /// <summary>Takes it.</summary>
    /// <returns>Null where another run has it.</returns>
    public static Task<PeriodLock?> TryTakeAsync(DatasetsDatabase database, Period period, CancellationToken cancel) => DatabaseException.GuardAsync(async () =>
    {
        // Not from the pool: a connection that is given back lives on, and so would the lock.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, KeepAlive = 30 }.ConnectionString);
        string name = $"argus-datasets/{database.Schema}/{period.FlowName}/{period.Date.ToString("O", CultureInfo.InvariantCulture)}";
        try
        {
            await connection.OpenAsync(cancel);
            await using var command = DatasetsDatabase.Command(new NpgsqlCommand("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", connection), name);
            if ((bool)(await command.ExecuteScalarAsync(cancel))!)
                return new PeriodLock(connection, name);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    });

    /// <summary>Makes sure that it is still held.</summary>
    /// <exception cref="DatasetException">The connection broke, and the lock with it.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", _connection);
            await command.ExecuteScalarAsync(cancel);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            throw new DatasetException($"The lock {_name} was lost with its connection ({error.Message}). Nothing more was written; run again.");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            // Else the server gives it back when it comes to see that the connection is gone, and who asks at once is refused.
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", _connection);
            await command.ExecuteScalarAsync();
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException or IOException or TimeoutException)
        {
            // The connection broke, and the lock with it.
        }

        await _connection.DisposeAsync();
    }
}
