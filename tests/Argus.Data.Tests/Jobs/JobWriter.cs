using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Jobs.Sqlite;

namespace Argus.Data.Tests.Jobs;

/// <summary>A program that creates, claims and completes jobs until it is killed, and writes down what was acknowledged.</summary>
internal static class JobWriter
{
    public static async Task RunAsync(string file)
    {
        var options = new JobStoreOptions { Sinks = [new("a", e => e.Kind == JobEventKind.Completed ? new("t", new Dictionary<string, string>(), e.Job.Id.ToByteArray()) : null)] };
        var store = SqliteJobStore.Open(file, options, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() => WorkAsync(store, worker))));
    }

    private static async Task WorkAsync(SqliteJobStore store, int worker)
    {
        for (long i = 0; ; i++)
        {
            var made = (await store.CreateAsync([new() { TaskType = JobTasks.FaceDetection, MediaStoreId = (i * 4) + worker }]))[0].Job;
            Console.WriteLine($"created {made.Id}");
            foreach (var claim in await store.ClaimAsync(JobTasks.All, 2))
            {
                if (i % 3 > 0 && (await store.FinishAsync([JobOutcome.Completed(claim.Lease, "{}")]))[0])
                    Console.WriteLine($"completed {claim.Job.Id}");
            }
        }
    }
}
