using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Tests.Vectors.Qdrant;
using Argus.Data.Vectors.Qdrant;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Fakes;
using Argus.Jobs.Tests.Running;

namespace Argus.Jobs.Tests.Work;

/// <summary>Jobs while Qdrant fails.</summary>
public sealed class QdrantFaultTests
{
    // Each request is sent three times: more than the attempts of a job.
    private const int Failures = 15;

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Jobs_WhileQdrantFails_WaitWithoutUsingUpAttemptsAndOthersPass(int status)
    {
        await using var platform = await FakePlatform.StartAsync();
        await using var qdrant = await FakeQdrant.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with
        {
            Roles = JobsRoles.Api | JobsRoles.Worker,
            MediaStore = platform.Url,
            Inference = platform.Url,
            Vectors = VectorKind.Qdrant,
            Qdrant = new QdrantOptions { Url = qdrant.Url, ApiKey = FakeQdrant.Key },
            Jobs = o.Jobs with { RetryDelay = TimeSpan.FromMilliseconds(20), MaxRetryDelay = TimeSpan.FromMilliseconds(50) },
        });
        for (int i = 0; i < Failures; i++)
            qdrant.Failures.Enqueue(status);

        var stored = await CreateAsync(host, JobTasks.ImageEmbedding, 10);
        var behind = await CreateAsync(host, JobTasks.FaceDetection, 0);
        await UntilEndedAsync(host, behind.Id);
        bool didWait = !qdrant.Failures.IsEmpty;
        var ended = await UntilEndedAsync(host, stored.Id);

        Assert.True(didWait);
        Assert.Equal((JobState.Completed, 1), (ended.State, ended.Attempts));
        Assert.InRange(ended.Fence, 5, long.MaxValue);
        Assert.Empty(qdrant.Failures);
    }

    private static async Task<Job> CreateAsync(JobsHost host, string task, int priority) =>
        Assert.Single(await host.Jobs.CreateAsync([new NewJob { TaskType = task, MediaStoreId = 7, Priority = priority }])).Job;

    private static async Task<Job> UntilEndedAsync(JobsHost host, Guid id)
    {
        while (true)
        {
            var next = host.Jobs.Signals.Changes.Next;
            var job = (await host.Jobs.GetAsync(id))!;
            if (job.State is JobState.Completed or JobState.Error)
                return job;
            await next.WaitAsync(WorkStage.Patience);
        }
    }
}
