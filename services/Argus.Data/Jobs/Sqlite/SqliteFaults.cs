using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Argus.Data.Jobs.Sqlite;

internal static class SqliteFaults
{
    /// <summary>What an error of SQLite means to whoever runs the program.</summary>
    public static JobStoreException Of(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new(JobStoreFault.Full, $"The disk that holds {path} is full. Nothing was written; what was acknowledged before is kept. Make room, then it goes on by itself.", error),
        raw.SQLITE_READONLY => new(JobStoreFault.ReadOnly, $"{path} cannot be written. Give this user the right to write the file and its folder, or name another file.", error),
        raw.SQLITE_CANTOPEN => new(JobStoreFault.ReadOnly, $"{path} cannot be opened or created. The folder must be there, and this user needs the right to write in it.", error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new(JobStoreFault.Unavailable, $"Another program keeps {path} locked. Stop it, or wait until it is done.", error),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new(JobStoreFault.Corrupt, $"{path} is damaged or no database. Put back a copy, or name another file.", error),
        raw.SQLITE_IOERR => new(JobStoreFault.Unavailable, $"The disk that holds {path} reports an error ({error.Message}).", error),
        _ => new(JobStoreFault.Other, $"{path}: {error.Message}", error),
    };
}
