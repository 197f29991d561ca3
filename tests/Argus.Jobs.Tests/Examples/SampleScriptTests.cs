using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;
using Argus.Jobs.Tests.Media;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Jobs.Tests.Examples;

/// <summary>The scripts in samples/jobs, as a reader would run them.</summary>
public sealed class SampleScriptTests
{
    private const JobsRoles All = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media;

    [Theory]
    [InlineData("face_detection", "\"face_count\":2")]
    [InlineData("image_embedding", "\"point_id\":1")]
    public async Task Walk_Picture_EndsWithItsResult(string task, string result)
    {
        await using var model = await FixedModel.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with { Roles = All, Inference = model.Url });
        using var folder = new TemporaryFolder();
        string photo = folder.Write("a photo.jpg", MediaHost.Jpeg(5000));
        await using var run = ProgramRun.OfMachine("/bin/bash", Script("walk.sh"), photo, task, host.Address.ToString().TrimEnd('/'));
        await run.ExitAsync();

        Assert.True(run.ExitCode == 0, $"{run}");
        Assert.Equal(2, run.Lines.Count(line => line.Contains(result, StringComparison.Ordinal)));
    }

    [KafkaFact]
    public async Task Produce_Numbers_AreJobs()
    {
        await using var broker = await KafkaBroker.StartAsync();
        foreach (string topic in Jobs.Events.TopicMaker.Topics)
            await broker.MakeTopicAsync(topic, 1);
        await using var host = await JobsHost.StartAsync(o => o with { Roles = All, Kafka = new KafkaConnection { BootstrapServers = broker.Servers } });
        await using var run = ProgramRun.OfMachine("/bin/bash", Script("produce.sh"), broker.Servers, JobTasks.FaceDetection, "high", "7", "8");
        await run.ExitAsync();
        Assert.True(run.ExitCode == 0, $"{run}");

        foreach (long number in (long[])[7, 8])
        {
            var job = await EndedAsync(host.Jobs, JobMessageReader.IdOf(JobTasks.FaceDetection, number));
            Assert.Equal((JobState.Error, 8), (job.State, job.Priority));
            Assert.Contains($"{number}", job.Error, StringComparison.Ordinal);
        }
    }

    private static string Script(string name) => Path.Combine(TestData.Repository, "samples", "jobs", name);

    private static async Task<Job> EndedAsync(IJobStore jobs, Guid id)
    {
        while (true)
        {
            var change = jobs.Signals.Changes.Next;
            if (await jobs.GetAsync(id) is { EndedAt: not null } ended)
                return ended;
            await change.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }
}
