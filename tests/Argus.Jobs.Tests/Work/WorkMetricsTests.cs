using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Running;
using Argus.Jobs.Work;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Argus.Jobs.Tests.Work;

/// <summary>The worker in the service itself, and what its metrics page tells.</summary>
public sealed class WorkMetricsTests
{
    [Fact]
    public async Task Metrics_AfterJobsOfEveryEnd_CountThem()
    {
        await using var platform = await FakePlatform.StartAsync();
        int calls = 0;
        platform.File = (id, http) => id switch
        {
            2 => FakePlatform.RefuseAsync(http, 404),
            3 when Interlocked.Increment(ref calls) == 1 => FakePlatform.RefuseAsync(http, 503),
            _ => http.Response.WriteAsync($"picture {id}"),
        };
        await using var host = await JobsHost.StartAsync(o => o with
        {
            Roles = JobsRoles.Api | JobsRoles.Worker,
            MediaStore = platform.Url,
            Inference = platform.Url,
            Jobs = o.Jobs with { RetryDelay = TimeSpan.FromMilliseconds(20) },
        });

        var made = await host.Jobs.CreateAsync([.. Enumerable.Range(1, 3).Select(i => new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = i })]);
        foreach (var job in made)
        {
            for (var next = host.Jobs.Signals.Changes.Next; (await host.Jobs.GetAsync(job.Job.Id))!.State is JobState.Pending or JobState.Processing; next = host.Jobs.Signals.Changes.Next)
                await next.WaitAsync(WorkStage.Patience);
        }

        // A job is counted after its end is in the store; a worker that has ended has counted all.
        await host.Services.GetServices<IHostedService>().OfType<Worker>().Single().StopAsync(default);
        string page = await host.Http.GetStringAsync("/metrics");
        Assert.Contains("argus_jobs_ended_total{task=\"face_detection\",state=\"completed\"} 2", page, StringComparison.Ordinal);
        Assert.Contains("argus_jobs_ended_total{task=\"face_detection\",state=\"error\"} 1", page, StringComparison.Ordinal);
        Assert.Contains("argus_jobs_retries_total{task=\"face_detection\"} 1", page, StringComparison.Ordinal);
        Assert.Contains("argus_jobs_wait_seconds_count{task=\"face_detection\"} 3", page, StringComparison.Ordinal);
        foreach (string stage in (string[])["fetch", "infer", "deliver"])
            Assert.Contains($"argus_jobs_stage_duration_seconds_count{{stage=\"{stage}\"}}", page, StringComparison.Ordinal);
        Assert.Contains("argus_jobs_in_flight 0", page, StringComparison.Ordinal);
    }
}
