using Npgsql;

namespace Argus.Data.Vectors.Pgvector;

/// <summary>Npgsql's exceptions as those of a vector store.</summary>
internal static class PgvectorErrors
{
    // Out of disk, memory or connections; shutting down; an error of the server's own file system.
    private static readonly string[] TransientClasses = ["53", "57", "58"];

    public static async Task MapAsync(Func<Task> ask) => await MapAsync(async () =>
    {
        await ask();
        return true;
    });

    public static async Task<T> MapAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException error)
        {
            throw error.IsTransient || TransientClasses.Any(c => error.SqlState.StartsWith(c, StringComparison.Ordinal))
                ? new VectorStoreUnavailableException($"PostgreSQL cannot do it now: {error.MessageText}", error)
                : new VectorStoreRefusedException($"PostgreSQL refuses: {error.MessageText} ({error.SqlState}).", error);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            throw new VectorStoreUnavailableException($"PostgreSQL cannot be reached or is too slow: {error.Message}", error);
        }
    }
}
