using Npgsql;

namespace Argus.Data.Jobs.Postgres;

/// <summary>The connections of a store, and what is done where they break.</summary>
internal sealed class PostgresLink : IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;

    public PostgresLink(PostgresJobStoreOptions options, TimeProvider time)
    {
        (_patience, _time) = (options.Patience, time);
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.Schema,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            ApplicationName = "argus-jobs",
            IncludeErrorDetail = false,
        };
        // Each statement here is meant to walk an index. A plan that was made while the tables were small, and kept, would read them whole once they are large.
        settings.Options = $"{settings.Options} -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_bitmapscan=off -c jit=off".TrimStart();
        _source = NpgsqlDataSource.Create(settings);
    }

    /// <summary>A connection of its own, not returned to the pool's turns until it is disposed.</summary>
    public ValueTask<NpgsqlConnection> OpenAsync(CancellationToken cancel) => _source.OpenConnectionAsync(cancel);

    /// <summary>Does work on a connection.</summary>
    /// <param name="work">May be called again.</param>
    /// <param name="again">Whether it can be done twice without harm. If not, it is tried again only where it was certainly not done.</param>
    /// <param name="cancel">Breaks it off.</param>
    /// <exception cref="JobStoreException">It could not be done.</exception>
    public async Task<T> DoAsync<T>(Func<NpgsqlConnection, Task<T>> work, bool again, CancellationToken cancel)
    {
        long began = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            bool reached = false;
            try
            {
                await using var connection = await _source.OpenConnectionAsync(cancel);
                reached = true;
                return await WithinAsync(connection, work);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested && PostgresFaults.IsOfDatabase(error))
            {
                bool safe = PostgresFaults.IsUndone(error) || (PostgresFaults.IsBroken(error) && (again || !reached));
                if (!safe || _time.GetElapsedTime(began) + pause > _patience)
                    throw PostgresFaults.Of(error);
            }

            await Task.Delay(pause, _time, cancel);
        }
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<T> WithinAsync<T>(NpgsqlConnection connection, Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            return await work(connection);
        }
        catch
        {
            await RollBackAsync(connection);
            throw;
        }
    }

    // A connection must not go back to the others with a transaction that is open.
    private static async Task RollBackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var command = new NpgsqlCommand("ROLLBACK", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // It is broken: the server has rolled back, and the pool closes it.
        }
    }
}
