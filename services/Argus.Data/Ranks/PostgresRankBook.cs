using Argus.Data.Jobs.Postgres;

namespace Argus.Data.Ranks;

/// <summary>Counts in the database of jobs, whose store has made the table.</summary>
public sealed class PostgresRankBook(PostgresJobStoreOptions options, TimeProvider time) : IRankBook
{
    // The first part sees what there was before the second.
    private const string Sql = """
        WITH before AS (
            SELECT coalesce(sum(faces) FILTER (WHERE bin < $2), 0)::bigint AS below, coalesce(sum(faces) FILTER (WHERE bin = $2), 0)::bigint AS equal, coalesce(sum(faces), 0)::bigint AS total
            FROM scores WHERE head = $1),
        added AS (
            INSERT INTO scores AS s (head, bin, faces) VALUES ($1, $2, 1) ON CONFLICT (head, bin) DO UPDATE SET faces = s.faces + 1)
        SELECT below, equal, total FROM before
        """;

    private readonly PostgresLink _link = new(options, time);

    /// <inheritdoc/>
    public Task<double> AddAsync(string head, double score, CancellationToken cancel)
    {
        int bin = Percentile.BinOf(score);
        return _link.DoAsync(
            async connection =>
            {
                await using var session = new PostgresSession(connection);
                var rows = await session.Add(Sql, head, bin).RowsAsync(row => (Below: row.GetInt64(0), Equal: row.GetInt64(1), Total: row.GetInt64(2)), cancel);
                return Percentile.Of(rows[0].Below, rows[0].Equal, rows[0].Total);
            },
            again: false,
            cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
