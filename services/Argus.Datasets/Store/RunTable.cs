using System.Text.Json;
using Argus.Contracts.Datasets;
using Npgsql;
using NpgsqlTypes;

namespace Argus.Datasets.Store;

/// <summary>The history of runs, and the periods that are complete.</summary>
internal sealed class RunTable(DatasetsDatabase database)
{
    private const string Columns = "id, flow, date, state, started_at, ended_at, counts, error";

    /// <summary>Writes that a run begins. The lock of its period must be held: what is still running by the table has crashed.</summary>
    public async Task BeginAsync(Guid id, Period period, DateTimeOffset now, CancellationToken cancel)
    {
        await CrashAsync(period, now, cancel);
        await database.ExecuteAsync("INSERT INTO runs (id, flow, date, state, started_at) VALUES ($1, $2, $3, 0, $4)", cancel, id, period.FlowName, period.Date, now);
    }

    /// <summary>Writes that what is still running by the table has crashed. The lock of the period must be held.</summary>
    public Task CrashAsync(Period period, DateTimeOffset now, CancellationToken cancel) => database.ExecuteAsync(
        "UPDATE runs SET state = 3, ended_at = $3, error = 'The process ended before the run did.' WHERE flow = $1 AND date = $2 AND state = 0", cancel, period.FlowName, period.Date, now);

    /// <summary>Writes that a run is done, and its period complete.</summary>
    public Task CompleteAsync(Guid id, Period period, IReadOnlyDictionary<string, long> counts, DateTimeOffset now, CancellationToken cancel) => database.ExecuteAsync(
        """
        WITH done AS (UPDATE runs SET state = 1, ended_at = $2, counts = $3 WHERE id = $1)
        INSERT INTO periods (flow, date) VALUES ($4, $5) ON CONFLICT DO NOTHING
        """,
        cancel,
        id,
        now,
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Jsonb, Value = JsonSerializer.Serialize(new Dictionary<string, long>(counts), DatasetsJson.Default.DictionaryStringInt64) },
        period.FlowName,
        period.Date);

    /// <summary>Writes that a run failed.</summary>
    public Task FailAsync(Guid id, string error, DateTimeOffset now, CancellationToken cancel) =>
        database.ExecuteAsync("UPDATE runs SET state = 2, ended_at = $2, error = $3 WHERE id = $1", cancel, id, now, error);

    /// <summary>Whether a period is complete.</summary>
    public async Task<bool> IsCompleteAsync(Period period, CancellationToken cancel) =>
        (await database.QueryAsync("SELECT 1 FROM periods WHERE flow = $1 AND date = $2", row => row.GetInt32(0), cancel, period.FlowName, period.Date)).Count > 0;

    /// <summary>Every period of a flow that is complete.</summary>
    public Task<List<DateOnly>> CompleteAsync(Flow flow, CancellationToken cancel) =>
        database.QueryAsync("SELECT date FROM periods WHERE flow = $1 ORDER BY date", row => row.GetFieldValue<DateOnly>(0), cancel, Period.NameOf(flow));

    /// <summary>One; null where there is none.</summary>
    public async Task<RunBody?> FindAsync(Guid id, CancellationToken cancel) =>
        (await database.QueryAsync($"SELECT {Columns} FROM runs WHERE id = $1", Read, cancel, id)).SingleOrDefault();

    /// <summary>The newest.</summary>
    /// <param name="flow">Only of this flow.</param>
    /// <param name="limit">Most of them.</param>
    /// <param name="cancel">Breaks it off.</param>
    public Task<List<RunBody>> ListAsync(Flow? flow, int limit, CancellationToken cancel) =>
        database.QueryAsync($"SELECT {Columns} FROM runs WHERE $1::text IS NULL OR flow = $1 ORDER BY started_at DESC, id LIMIT $2", Read, cancel, flow is { } f ? Period.NameOf(f) : null, limit);

    /// <summary>The name of a month's checkpoint: what it was given first.</summary>
    public async Task<string> CheckpointAsync(Period month, string name, CancellationToken cancel) => (await database.QueryAsync(
        "INSERT INTO checkpoints (month, name) VALUES ($1, $2) ON CONFLICT (month) DO UPDATE SET name = checkpoints.name RETURNING name", row => row.GetString(0), cancel, month.Date, name)).Single();

    private static RunBody Read(NpgsqlDataReader row)
    {
        var (started, ended) = (row.GetFieldValue<DateTimeOffset>(4), row.IsDBNull(5) ? null : (DateTimeOffset?)row.GetFieldValue<DateTimeOffset>(5));
        return new RunBody
        {
            Id = row.GetGuid(0),
            Flow = row.GetString(1),
            Date = row.GetFieldValue<DateOnly>(2),
            State = (RunState)row.GetInt16(3),
            StartedAt = started,
            EndedAt = ended,
            Seconds = (ended - started)?.TotalSeconds,
            Counts = JsonSerializer.Deserialize(row.GetString(6), DatasetsJson.Default.DictionaryStringInt64)!,
            Error = row.IsDBNull(7) ? null : row.GetString(7),
        };
    }
}
