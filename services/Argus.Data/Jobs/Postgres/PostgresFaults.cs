using System.Net.Sockets;
using Npgsql;

namespace Argus.Data.Jobs.Postgres;

internal static class PostgresFaults
{
    /// <summary>False for what a sink threw, and for the like.</summary>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or IOException or SocketException or TimeoutException;

    /// <summary>The transaction is certainly not done: another try cannot do it twice.</summary>
    public static bool IsUndone(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.LockNotAvailable };

    /// <summary>The server went away or is not there.</summary>
    public static bool IsBroken(Exception error) => error switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.ConnectionFailure or PostgresErrorCodes.ConnectionException or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException npgsql => npgsql.IsTransient || npgsql.InnerException is IOException or SocketException or TimeoutException,
        IOException or SocketException or TimeoutException => true,
        _ => false,
    };

    /// <summary>What an error means to whoever runs the program.</summary>
    public static JobStoreException Of(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory } full =>
            new(JobStoreFault.Full, $"PostgreSQL has no room left ({full.MessageText}). Nothing was written. Make room, then it goes on by itself.", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } =>
            new(JobStoreFault.ReadOnly, "PostgreSQL takes no writes: it is a standby, or set to read-only. Name the primary, as by Target Session Attributes=primary.", error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } denied =>
            new(JobStoreFault.Other, $"PostgreSQL refuses: {denied.MessageText}. Grant the user the right to create and use the schema.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InvalidCatalogName } wrong =>
            new(JobStoreFault.Other, $"PostgreSQL lets nobody in with these settings: {wrong.MessageText}. Correct user, password or database.", error),
        _ when IsBroken(error) || IsUndone(error) =>
            new(JobStoreFault.Unavailable, $"PostgreSQL cannot be reached, or broke off ({error.Message}). Try again once it is back.", error),
        _ => new(JobStoreFault.Other, $"PostgreSQL: {error.Message}", error),
    };
}
