using Microsoft.Data.Sqlite;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>A connection with its prepared commands, for one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public SqliteSession(string path, bool readOnly)
    {
        _connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        }.ToString());
        try
        {
            _connection.Open();
            // Waits inside SQLite, in short steps; the timeout above is only for what still fails after that.
            Run("PRAGMA busy_timeout = 10000");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>What a caller is to be told of once the transaction is on disk.</summary>
    public JobSignalKinds Signals { get; set; }

    /// <summary>The moment when something comes due, for the timer.</summary>
    public DateTimeOffset? WorkAt { get; set; }

    /// <returns>Rows that were changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    public long? Number(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() is long number ? number : null;

    public List<T> Rows<T>(Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<object?> values)
    {
        List<T> rows = [];
        using var reader = Command(sql, values).ExecuteReader();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>An id as it is stored: in the order of its text.</summary>
    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid Id(SqliteDataReader row) => new(row.GetFieldValue<byte[]>(0), bigEndian: true);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (int i = 1; i <= values.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            _commands[sql] = command;
        }

        for (int i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command;
    }
}
