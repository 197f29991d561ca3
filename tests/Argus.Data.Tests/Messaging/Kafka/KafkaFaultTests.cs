using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Testing.Messaging;
using Argus.Testing.Processes;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class KafkaFaultTests
{
    private static readonly string Normal = JobTopics.For(IntakeStage.Task, Band.Normal);

    [KafkaFact]
    public async Task Broker_DownAndBack_LosesNothing()
    {
        await using var stage = await IntakeStage.StartAsync();
        await using (var intake = stage.Intake())
        {
            await stage.ProduceAsync(Normal, Enumerable.Range(0, 5));
            var before = await IntakeStage.TakeAsync(intake, 5);

            await stage.Broker.TakeDownAsync();
            before.ForEach(m => m.Done());
            var sent = stage.Publisher.SendAsync(Normal, "k", """{"media_store_id":100}"""u8.ToArray(), [], default);
            Assert.False(sent.IsCompleted);
            await stage.Broker.BringUpAsync();

            Assert.Equal(Delivery.Done, await sent.WaitAsync(IntakeStage.Patience));
            var after = Assert.Single(await IntakeStage.TakeAsync(intake, 1));
            Assert.Equal(100, after.Job.MediaStoreId);
            after.Done();
        }

        await stage.ProduceAsync(Normal, [101]);
        await using var next = stage.Intake();
        Assert.Equal(101, Assert.Single(await IntakeStage.TakeAsync(next, 1)).Job.MediaStoreId);
    }

    [KafkaFact]
    public async Task Worker_KilledWithMessagesInHand_LeavesThemAllToAnother()
    {
        await using var stage = await IntakeStage.StartAsync(partitions: 3);
        await stage.ProduceAsync(Normal, Enumerable.Range(0, 30));
        await using (var killed = Worker(stage, "--hold"))
        {
            await killed.UntilLineAsync(_ => Pictures(killed).Count == 30);
            await killed.KillAsync();
        }

        await using var heir = Worker(stage);
        await heir.UntilLineAsync(_ => Pictures(heir).Count == 30);

        Assert.Equal(Enumerable.Range(0, 30), Pictures(heir).Order());
    }

    [KafkaFact]
    public async Task Member_WithAnInstanceId_GetsItsPartitionsBackAfterAKill()
    {
        await using var stage = await IntakeStage.StartAsync();
        await stage.ProduceAsync(Normal, [1, 2]);
        await using (var killed = Worker(stage, "pod-0", "--hold"))
        {
            await killed.UntilLineAsync(_ => Pictures(killed).Count == 2);
            await killed.KillAsync();
        }

        await using var heir = Worker(stage, "pod-0");
        await heir.UntilLineAsync(_ => Pictures(heir).Count == 2);
    }

    [KafkaFact]
    public async Task Rebalance_WhileWorking_LosesNothingAndAbandonsWhatMoved()
    {
        // All topics have messages: the group shares out partitions, whatever is in them.
        await using var stage = await IntakeStage.StartAsync(partitions: 4);
        await SendAsync(stage, 0);
        await using var first = stage.Intake();
        var held = await IntakeStage.TakeAsync(first, 200);
        var moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var message in held)
            message.Abandoned.Register(() => moved.TrySetResult());

        await using var second = stage.Intake();
        await moved.Task.WaitAsync(IntakeStage.Patience);
        var abandoned = held.Where(m => m.Abandoned.IsCancellationRequested).ToList();
        held.ForEach(m => m.Done());
        var again = await IntakeStage.TakeAsync(second, abandoned.Count);

        Assert.NotEmpty(abandoned);
        Assert.Equal(abandoned.Select(m => m.Job.MediaStoreId).Order(), again.Select(m => m.Job.MediaStoreId).Order());
        again.ForEach(m => m.Done());
        await SendAsync(stage, 1000);
        var all = await TakeFromBothAsync(first, second, 200);
        Assert.Equal(Enumerable.Range(1000, 200).Select(i => (long)i), all.Order());
    }

    private static async Task SendAsync(IntakeStage stage, int from)
    {
        string[] topics = [.. JobTopics.All([IntakeStage.Task])];
        var sent = await Task.WhenAll(Enumerable.Range(from, 200).Select(id =>
            stage.Publisher.SendAsync(topics[id % topics.Length], $"{id}", JsonSerializer.SerializeToUtf8Bytes(new JobMessage { MediaStoreId = id }, ContractsJson.Default.JobMessage), [], default)));
        Assert.All(sent, delivery => Assert.Equal(Delivery.Done, delivery));
    }

    private static async Task<List<long>> TakeFromBothAsync(KafkaIntake first, KafkaIntake second, int count)
    {
        using var enough = new CancellationTokenSource(IntakeStage.Patience);
        List<long> all = [];
        await Task.WhenAll(new[] { first, second }.Select(async intake =>
        {
            try
            {
                await foreach (var message in intake.ReadAllAsync(enough.Token))
                {
                    message.Done();
                    lock (all)
                    {
                        all.Add(message.Job.MediaStoreId);
                        if (all.Count == count)
                            enough.Cancel();
                    }
                }
            }
            catch (OperationCanceledException)
            {
            }
        }));
        return all;
    }

    private static ProgramRun Worker(IntakeStage stage, params string[] arguments) =>
        new("Argus.MessagingHost", ["worker", stage.Broker.Servers, IntakeStage.Task, .. arguments], new Dictionary<string, string>());

    private static List<int> Pictures(ProgramRun run) =>
        [.. run.Lines.Where(line => line.StartsWith("got ", StringComparison.Ordinal)).Select(line => int.Parse(line.Split(' ')[1])).Distinct()];
}
