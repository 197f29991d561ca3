using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Argus.Data.Jobs.Sqlite;

/// <summary>Debian's SQLite in place of one from a package.</summary>
internal static class SqliteLibrary
{
    private const string Oldest = "3.37";

    // The name without a number is only there where headers are installed.
    private static readonly string[] Names = ["libsqlite3.so.0", "libsqlite3"];
    private static readonly Lazy<string> Version = new(Load);

    /// <summary>Loads it once.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="JobStoreException">It is not there, or too old.</exception>
    public static string Use() => Version.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            string version = raw.sqlite3_libversion().utf8_to_string();
            return System.Version.Parse(version) >= System.Version.Parse(Oldest)
                ? version
                : throw new JobStoreException(JobStoreFault.Other, $"SQLite {version} is too old: {Oldest} or newer is needed.");
        }
        catch (DllNotFoundException error)
        {
            throw new JobStoreException(JobStoreFault.Other, "SQLite is not installed (Debian: apt-get install libsqlite3-0).", error);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        foreach (string candidate in name == "e_sqlite3" ? Names : [])
        {
            if (NativeLibrary.TryLoad(candidate, out nint handle))
                return handle;
        }

        return 0;
    }
}
