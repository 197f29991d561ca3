using System.Diagnostics;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Work;

/// <summary>The program itself, told to end while a job hangs.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Terminate_WhileAJobHangs_EndsInTimeAndLeavesTheJobToTheNext()
    {
        using var folder = new TemporaryFolder();
        await using var platform = await FakePlatform.StartAsync();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        platform.Embed = (_, http) =>
        {
            asked.TrySetResult();
            return FakePlatform.HangAsync(http);
        };
        string database = folder.At("jobs.db");
        Guid id;
        await using (var store = SqliteJobStore.Open(database, new(), TimeProvider.System))
            id = (await store.CreateAsync([new NewJob { TaskType = "image_embedding", MediaStoreId = 7, Priority = 5 }]))[0].Job.Id;
        await using (var run = Program(folder, platform))
        {
            await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
            long begun = Stopwatch.GetTimestamp();
            await run.TerminateAsync();

            // The model alone may take half an hour: 1 s for the job, 2 s to give it back, the rest is slack of a busy machine.
            Assert.InRange(Stopwatch.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(20));
            Assert.Equal(0, run.ExitCode);
            Assert.Contains(run.Lines, line => line.Contains("1 jobs did not end within 1 s and are given back", StringComparison.Ordinal));
        }

        platform.Embed = (media, http) => FakePlatform.WriteVectorAsync(http, media);
        await using var next = await JobsHost.StartAsync(o => o with { Data = folder.Path, Roles = JobsRoles.Api | JobsRoles.Worker, MediaStore = platform.Url, Inference = platform.Url });
        Assert.Equal(JobState.Completed, (await next.UntilAsync(id, job => job.EndedAt is not null)).State);
    }

    private static ProgramRun Program(TemporaryFolder folder, FakePlatform platform) => new("Argus.Jobs", [], new Dictionary<string, string>
    {
        ["HOST"] = "127.0.0.1",
        ["PORT"] = "0",
        ["AUTH_DISABLED"] = "true",
        ["ARGUS_DATA"] = folder.Path,
        ["MEDIA_STORE_URL"] = platform.Url.ToString(),
        ["ARGUS_INFERENCE_URL"] = platform.Url.ToString(),
        ["ML_SERVICE_TIMEOUT"] = "1800000",
        ["ARGUS_SHUTDOWN_TIMEOUT_MS"] = "1000",
    });
}
