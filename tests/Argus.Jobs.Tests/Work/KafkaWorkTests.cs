using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Tests.Fakes;
using Argus.Testing.Messaging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Jobs.Tests.Work;

/// <summary>Jobs that messages name.</summary>
public sealed class KafkaWorkTests : IAsyncLifetime
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly string Topic = JobTopics.For(JobTasks.ImageEmbedding, Band.High);
    private KafkaBroker? _broker;
    private KafkaPublisher? _publisher;
    private WorkStage? _stage;

    private WorkStage Stage => _stage!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_stage is not null)
            await _stage.DisposeAsync();
        if (_publisher is not null)
            await _publisher.DisposeAsync();
        if (_broker is not null)
            await _broker.DisposeAsync();
    }

    [KafkaFact]
    public async Task Message_OfAnotherProducer_MakesItsJobAndDoesIt()
    {
        await StartAsync();

        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":7}"""], $"traceparent={Trace}");

        var job = await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, 7));
        job = await Stage.UntilAsync(job.Id, JobState.Completed);
        Assert.Equal((8, Trace, 1), (job.Priority, job.TraceParent, job.Attempts));
        await AllDoneAsync();
    }

    [KafkaFact]
    public async Task Message_OfAVideo_MakesItsJobAsItSaysAndHoldsUpNoPicture()
    {
        await StartAsync();
        Stage.Platform.File = (id, http) => id == 7 ? http.Response.WriteAsync("no video") : http.Response.WriteAsync($"picture {id}");

        await Kcat.ProduceAsync(_broker!.Servers, JobTopics.For(JobTasks.VideoFaces, Band.Low), ["""{"media_store_id":7,"interval":0.5,"store":true}"""]);
        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":9}"""]);

        var job = await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.VideoFaces, 7))).Id, JobState.Error);
        Assert.Equal((2, new VideoFacesParameters { Interval = 0.5, Store = true }), (job.Priority, job.Parameters));
        await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, 9))).Id, JobState.Completed);
        await UntilReadAsync();
        await AllDoneAsync();
    }

    [KafkaFact]
    public async Task Message_OfAPictureWithAJobUnderAnotherId_DoesThatJobOnce()
    {
        await StartAsync();
        var job = await Stage.CreateAsync(7);

        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":7}""", $$"""{"job_id":"{{job.Id}}","media_store_id":7}""", """{"media_store_id":7}"""]);

        await Stage.UntilAsync(job.Id, JobState.Completed);
        await UntilReadAsync();
        await AllDoneAsync();
        // One is of the picture that was waited for.
        Assert.Equal([7, 8], (await Stage.Jobs.ListAsync(new())).Jobs.Select(j => j.MediaStoreId).Order());
        Assert.Equal(2, Stage.Platform.Calls.Count(c => c.Path == "/embed/image"));
    }

    [KafkaFact]
    public async Task Message_OfAJobThatMustBeTriedAgain_IsDoneAndTheStoreBringsTheRetry()
    {
        await StartAsync();
        int calls = 0;
        Stage.Platform.Embed = (id, http) => Interlocked.Increment(ref calls) < 3 ? FakePlatform.RefuseAsync(http, 500) : FakePlatform.WriteVectorAsync(http, id);
        var job = await Stage.CreateAsync(7);

        await Kcat.ProduceAsync(_broker!.Servers, Topic, [$$"""{"job_id":"{{job.Id}}","media_store_id":7}"""]);

        Assert.Equal(3, (await Stage.UntilAsync(job.Id, JobState.Completed)).Attempts);
        await UntilReadAsync();
        await AllDoneAsync();
    }

    [KafkaFact]
    public async Task Message_OfANegativePicture_GoesToTheDeadAndHoldsUpNothing()
    {
        await StartAsync();

        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":-7}""", """{"media_store_id":8}"""]);

        await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, 8))).Id, JobState.Completed);
        var dead = Assert.Single(await Kcat.ConsumeAsync(_broker.Servers, JobTopics.Dead, 1));
        Assert.Contains("argus-reason=The media_store_id -7 is below 0.", dead.Headers);
    }

    [KafkaFact]
    public async Task Messages_WhileTheStoreIsAway_WaitAndAreAllDone()
    {
        await StartAsync();
        int faults = 0;
        Stage.Door.Fault = method => method is "ClaimByIdAsync" or "CreateAsync" && Interlocked.Increment(ref faults) is < 4 or 5 ? new JobStoreException(JobStoreFault.Unavailable, "Away.") : null;

        await Kcat.ProduceAsync(_broker!.Servers, Topic, Enumerable.Range(0, 50).Select(i => $$"""{"media_store_id":{{i}}}"""));

        for (int i = 0; i < 50; i++)
            Assert.Equal(1, (await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, i))).Id, JobState.Completed)).Attempts);
        await AllDoneAsync();
    }

    [KafkaFact]
    public async Task Job_WhoseMessageNeverComes_IsTakenByAWorkerThatHasNothingToDo()
    {
        await StartAsync();

        var job = await Stage.DoAsync(7);

        Assert.Equal((JobState.Completed, 1), (job.State, job.Attempts));
    }

    [KafkaFact]
    public async Task Job_WhoseMessageNeverComes_WaitsWhileItsWorkerHasOtherWork()
    {
        await StartAsync();
        var hold = new TaskCompletionSource();
        Stage.Platform.Embed = async (id, http) =>
        {
            if (id == 1)
                await hold.Task;
            await FakePlatform.WriteVectorAsync(http, id);
        };
        var first = await Stage.CreateAsync(1);
        await Stage.UntilAsync(first.Id, JobState.Processing);

        var second = await Stage.CreateAsync(2, priority: 10);
        // By its message, beside the first.
        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":3}"""]);
        await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, 3))).Id, JobState.Completed);

        Assert.Equal(JobState.Pending, (await Stage.Jobs.GetAsync(second.Id))!.State);
        hold.SetResult();
        await Stage.UntilAsync(second.Id, JobState.Completed);
    }

    private async Task StartAsync()
    {
        _broker = await KafkaBroker.StartAsync();
        foreach (string topic in JobTopics.All(JobTasks.All).Append(JobTopics.Dead))
            await _broker.MakeTopicAsync(topic, 1);
        var connection = new KafkaConnection { BootstrapServers = _broker.Servers };
        _publisher = new(connection, TimeSpan.FromSeconds(30), NullLogger<KafkaPublisher>.Instance);
        _stage = await WorkStage.OpenAsync();
        var options = new KafkaIntakeOptions { Tasks = JobTasks.All, Drain = TimeSpan.FromSeconds(1), CommitInterval = TimeSpan.FromMilliseconds(100), SessionTimeout = TimeSpan.FromSeconds(6) };
        await _stage.WorkAsync(intake: () => new(connection, options, _publisher, TimeProvider.System, new Random(1), NullLogger<KafkaIntake>.Instance));
    }

    // A worker that has nothing to do does not wait for messages: they are read when one behind them is.
    private async Task UntilReadAsync()
    {
        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":8}"""]);
        await Stage.UntilAsync((await UntilThereAsync(JobMessageReader.IdOf(JobTasks.ImageEmbedding, 8))).Id, JobState.Completed);
    }

    private async Task<Job> UntilThereAsync(Guid id)
    {
        using var limit = new CancellationTokenSource(WorkStage.Patience);
        while (true)
        {
            var next = Stage.Jobs.Signals.Changes.Next;
            if (await Stage.Jobs.GetAsync(id, limit.Token) is { } job)
                return job;
            await next.WaitAsync(limit.Token);
        }
    }

    // Committed at the end: whoever joins the group afterwards gets only what is new.
    private async Task AllDoneAsync()
    {
        await Stage.StopAsync();
        await Kcat.ProduceAsync(_broker!.Servers, Topic, ["""{"media_store_id":999}"""]);
        await using var next = new KafkaIntake(new() { BootstrapServers = _broker.Servers }, new() { Tasks = JobTasks.All, SessionTimeout = TimeSpan.FromSeconds(6), Drain = TimeSpan.FromMilliseconds(100) }, _publisher!, TimeProvider.System, new Random(1), NullLogger<KafkaIntake>.Instance);
        using var limit = new CancellationTokenSource(WorkStage.Patience);
        Assert.Equal(999, Assert.Single(await next.TakeAsync(1, limit.Token)).Job.MediaStoreId);
    }
}
