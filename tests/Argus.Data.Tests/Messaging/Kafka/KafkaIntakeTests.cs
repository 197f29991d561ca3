using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Testing.Messaging;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class KafkaIntakeTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly string High = JobTopics.For(IntakeStage.Task, Band.High);
    private static readonly string Normal = JobTopics.For(IntakeStage.Task, Band.Normal);

    [KafkaFact]
    public async Task ReadAll_MessageOfAnotherProducer_HasAllFieldsAndItsTrace()
    {
        await using var stage = await IntakeStage.StartAsync();
        await Kcat.ProduceAsync(stage.Broker.Servers, High, ["""{"media_store_id":7,"note":"x"}"""], $"traceparent={Trace}");
        await using var intake = stage.Intake();

        var message = Assert.Single(await IntakeStage.TakeAsync(intake, 1));

        Assert.Equal(new JobMessage { MediaStoreId = 7, JobId = JobMessageReader.IdOf(IntakeStage.Task, 7), TaskType = IntakeStage.Task, Priority = 8 }, message.Job);
        Assert.Equal(Trace, message.TraceParent);
        Assert.Equal((Band.High, High, 0), (message.Band, message.Topic, message.Offset));
        message.Done();
    }

    [KafkaFact]
    public async Task Done_NotInOrder_CommitsNothingBeyondTheFirstUnfinished()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(Normal, Enumerable.Range(0, 10));
        await using (var intake = stage.Intake())
        {
            foreach (var message in (await IntakeStage.TakeAsync(intake, 10)).Where(m => m.Offset != 3).OrderByDescending(m => m.Offset))
                message.Done();
            Assert.Equal(7, intake.Lag()[Normal]);
        }

        await using var next = stage.Intake();
        var again = await IntakeStage.TakeAsync(next, 7);

        Assert.Equal([3, 4, 5, 6, 7, 8, 9], again.Select(m => m.Offset));
    }

    [KafkaFact]
    public async Task Done_OfAll_LeavesNothingToTheNext()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(Normal, Enumerable.Range(0, 5));
        await using (var intake = stage.Intake())
        {
            foreach (var message in await IntakeStage.TakeAsync(intake, 5))
                message.Done();
        }

        await stage.ProduceAsync(Normal, [99]);
        await using var next = stage.Intake();

        Assert.Equal(99, Assert.Single(await IntakeStage.TakeAsync(next, 1)).Job.MediaStoreId);
    }

    [KafkaFact]
    public async Task Read_PoisonInTheMiddle_GoesToTheDeadAndHoldsUpNothing()
    {
        await using var stage = await IntakeStage.StartAsync();
        await Kcat.ProduceAsync(stage.Broker.Servers, Normal, ["""{"media_store_id":1}""", "{not json", """{"media_store_id":2,"priority":11}""", """{"media_store_id":3}"""], $"traceparent={Trace}");
        await using (var intake = stage.Intake())
        {
            var taken = await IntakeStage.TakeAsync(intake, 2);
            Assert.Equal([1, 3], taken.Select(m => m.Job.MediaStoreId));
            taken.ForEach(m => m.Done());
            var dead = await Kcat.ConsumeAsync(stage.Broker.Servers, JobTopics.Dead, 2);

            Assert.Equal(["{not json", """{"media_store_id":2,"priority":11}"""], dead.Select(d => d.Body).Order().Reverse());
            var second = dead.Single(d => d.Body.Contains("11", StringComparison.Ordinal));
            Assert.Equal(
                [$"traceparent={Trace}", "argus-reason=The priority 11 is not between 0 and 10.", $"argus-source-topic={Normal}", "argus-source-partition=0", "argus-source-offset=2"],
                second.Headers);
        }

        await stage.ProduceAsync(Normal, [99]);
        await using var next = stage.Intake();
        Assert.Equal(99, Assert.Single(await IntakeStage.TakeAsync(next, 1)).Job.MediaStoreId);
    }

    [KafkaFact]
    public async Task Take_FromARetryTopic_IsAJobOfItsTask()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(JobTopics.RetryFor(IntakeStage.Task), [1]);
        await using var intake = stage.Intake();

        var message = Assert.Single(await IntakeStage.TakeAsync(intake, 1));

        Assert.Equal((JobTopics.RetryFor(IntakeStage.Task), IntakeStage.Task, 1L), (message.Topic, message.Job.TaskType, message.Job.MediaStoreId));
    }

    [KafkaFact]
    public async Task Take_MoreThanTheBufferHolds_GetsAllInOrder()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(Normal, Enumerable.Range(0, 1000));
        await using var intake = stage.Intake(o => o with { BufferPerBand = 10, MostUncommitted = 50 });
        List<long> offsets = [];
        while (offsets.Count < 1000)
        {
            var message = Assert.Single(await IntakeStage.TakeAsync(intake, 1));
            offsets.Add(message.Offset);
            message.Done();
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), offsets);
    }

    [KafkaFact]
    public async Task Dispose_WithMessagesInHand_WaitsForThem()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(Normal, [1]);
        var intake = stage.Intake(o => o with { Drain = IntakeStage.Patience });
        var message = Assert.Single(await IntakeStage.TakeAsync(intake, 1));

        var ending = intake.DisposeAsync().AsTask();
        Assert.Empty(await intake.TakeAsync(1, default));
        Assert.False(ending.IsCompleted);
        message.Done();
        await ending.WaitAsync(IntakeStage.Patience);

        await stage.ProduceAsync(Normal, [2]);
        await using var next = stage.Intake();
        Assert.Equal(2, Assert.Single(await IntakeStage.TakeAsync(next, 1)).Job.MediaStoreId);
    }
}
