using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;

namespace Argus.Data.Ranks;

/// <summary>Counts in a file of its own.</summary>
public sealed class SqliteRankBook : IRankBook
{
    private readonly SqliteWriter _writer;

    private SqliteRankBook(SqliteWriter writer) => _writer = writer;

    /// <summary>Opens the file, or makes it.</summary>
    /// <exception cref="JobStoreException">It cannot be opened or written, or is something else.</exception>
    public static SqliteRankBook Open(string path)
    {
        path = Path.GetFullPath(path);
        return new SqliteRankBook(new SqliteWriter(SqliteOpening.Open(path, "Ranks"), path, static (_, _) => { }));
    }

    /// <inheritdoc/>
    public Task<double> AddAsync(string head, double score, CancellationToken cancel)
    {
        int bin = Percentile.BinOf(score);
        return _writer.DoAsync(
            session =>
            {
                long below = session.Number("SELECT coalesce(sum(faces), 0) FROM scores WHERE head = $1 AND bin < $2", head, bin) ?? 0;
                long equal = session.Number("SELECT coalesce(sum(faces), 0) FROM scores WHERE head = $1 AND bin = $2", head, bin) ?? 0;
                long total = session.Number("SELECT coalesce(sum(faces), 0) FROM scores WHERE head = $1", head) ?? 0;
                session.Run("INSERT INTO scores (head, bin, faces) VALUES ($1, $2, 1) ON CONFLICT (head, bin) DO UPDATE SET faces = faces + 1", head, bin);
                return Percentile.Of(below, equal, total);
            },
            cancel);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
