using System.Net.Sockets;
using Npgsql;

namespace Argus.Datasets.Store;

/// <summary>The database could not do what it was asked. The message says what to do about it.</summary>
/// <param name="message">For people.</param>
/// <param name="isAway">Whether it cannot be reached: another try may help.</param>
/// <param name="inner">What it said.</param>
internal sealed class DatabaseException(string message, bool isAway, Exception? inner) : Exception(message, inner)
{
    /// <summary>Whether it cannot be reached, or broke off.</summary>
    public bool IsAway { get; } = isAway;

    /// <summary>Does work, and tells what goes wrong as this.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or TimeoutException or IOException)
        {
            throw Of(error);
        }
    }

    private static DatabaseException Of(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName } wrong =>
            new($"PostgreSQL lets nobody in with these settings: {wrong.MessageText}. Correct DB_USER, DB_PASSWORD or DB_NAME.", false, error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            new($"PostgreSQL refuses: {denied.MessageText}. Grant the user the right to read user_styles, and to create and use the schema.", false, error),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedColumn } missing =>
            new($"PostgreSQL: {missing.MessageText}. The table user_styles needs the columns id, user_id, photo_key, predicted_class, confidence and created_at: make a view of that name where yours are called otherwise.", false, error),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } full => new($"PostgreSQL has no room left ({full.MessageText}). Make room, then run again.", true, error),
        PostgresException postgres when !postgres.IsTransient && !postgres.SqlState.StartsWith("57P", StringComparison.Ordinal) => new($"PostgreSQL: {postgres.MessageText}", false, error),
        _ => new($"PostgreSQL cannot be reached, or broke off ({error.Message}). Try again once it is back.", true, error),
    };
}
