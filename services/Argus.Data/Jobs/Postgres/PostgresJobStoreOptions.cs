namespace Argus.Data.Jobs.Postgres;

/// <summary>Where the jobs lie.</summary>
public sealed record PostgresJobStoreOptions
{
    /// <summary>As Npgsql takes it: <c>Host=…;Database=…;Username=…;Password=…</c>. A pooler between must keep sessions (PgBouncer: <c>pool_mode = session</c>), for notifications and prepared statements need one.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The schema that holds the tables; made where it is not there. Lower-case letters, digits and underlines, at most 50; default <c>argus</c>. Two platforms can share a database by two schemas.</summary>
    public string Schema { get; init; } = "argus";

    /// <summary>How long operations are tried again after the connection broke, where that is safe; default 5 s. Then they fail with <see cref="JobStoreFault.Unavailable"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);
}
