using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;

namespace Argus.Data.Tests.Jobs.Conformance;

internal sealed class SqlitePlace : IStorePlace
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("argus-jobs-").FullName;

    public string File => Path.Combine(Folder, "jobs.db");

    public Task<IJobStore> OpenAsync(JobStoreOptions options, TimeProvider time) => Task.FromResult<IJobStore>(SqliteJobStore.Open(File, options, time));

    public Task RunAsync(string sql)
    {
        using var session = new SqliteSession(File, readOnly: false);
        session.Run(sql);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
