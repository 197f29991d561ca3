using System.Globalization;

namespace Argus.Data.Jobs;

/// <summary>Numbered SQL scripts in the assembly. They are never changed once released, only added to.</summary>
/// <param name="Version">Of the database after it; from 1, without gaps.</param>
/// <param name="Sql">What it does.</param>
internal sealed record Migration(int Version, string Sql)
{
    /// <summary>The scripts of one kind of database, in their order.</summary>
    /// <param name="folder">Such as Jobs.Sqlite.</param>
    public static IReadOnlyList<Migration> All(string folder)
    {
        var assembly = typeof(Migration).Assembly;
        string prefix = $"Argus.Data.{folder}.";
        return [.. assembly.GetManifestResourceNames().Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Load)];

        Migration Load(string name)
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return new(int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture), text.ReadToEnd());
        }
    }

    /// <summary>Those that a database lacks.</summary>
    /// <exception cref="JobStoreException">The database is newer than this program.</exception>
    public static IEnumerable<Migration> Missing(IReadOnlyList<Migration> all, long version, string database)
    {
        if (version > all[^1].Version)
            throw new JobStoreException(JobStoreFault.Newer, $"{database} has version {version}, made by a newer Argus; this one knows up to {all[^1].Version}. Run the newer program, or give this one another database.");
        return all.Where(m => m.Version > version);
    }
}
