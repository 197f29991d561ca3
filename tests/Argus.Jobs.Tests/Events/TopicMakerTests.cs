using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;
using Argus.Testing.Messaging.Gate;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Jobs.Tests.Events;

public sealed class TopicMakerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [KafkaFact]
    public async Task Start_WhereTopicsAreMissing_MakesThemBeforeAnybodyAsksForThem()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicAsync(JobEvents.KafkaTopic, 1);
        await using var gate = new KafkaGate(broker, new());
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media, Kafka = Connection(gate), KafkaPartitions = 3 });
        await host.Jobs.CreateAsync([new NewJob { TaskType = JobTasks.FaceDetection, MediaStoreId = 404, Priority = 9 }]);

        await host.Services.GetRequiredService<TopicMaker>().Settled.WaitAsync(Patience);

        // The broker makes 4 partitions for those who ask for a topic that is not there.
        var topics = await Kcat.TopicsAsync(broker.Servers);
        Assert.Equal(TopicMaker.Topics.Order().Select(name => (name, name == JobEvents.KafkaTopic ? 1 : 3)), topics.Where(t => TopicMaker.Topics.Contains(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        Assert.DoesNotContain(JobEvents.KafkaTopic, gate.Made.Keys);
        await Kcat.ConsumeAsync(broker.Servers, JobEvents.KafkaTopic, 1);
    }

    [KafkaFact]
    public async Task Execute_WhereBrokersForbidIt_SaysSoAndLooksAgain()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await using var gate = new KafkaGate(broker, new() { MakesTopics = false });
        var time = new FakeTimeProvider();
        var log = new LogLines<TopicMaker>();
        using var maker = new TopicMaker(new JobsOptions { Kafka = Connection(gate) }, time, log, NullLogger<KafkaTopics>.Instance);

        await maker.StartAsync(default);
        await maker.Settled.WaitAsync(Patience);
        await time.UntilTimerAsync();
        Assert.Contains("argus.jobs.dead: Broker: Topic authorization failed", Assert.Single(log.Lines));
        await broker.MakeTopicsAsync(TopicMaker.Topics);
        time.Advance(TimeSpan.FromSeconds(2));

        await maker.ExecuteTask!.WaitAsync(Patience);
        Assert.Single(log.Lines);
    }

    private static KafkaConnection Connection(KafkaGate gate) => new() { BootstrapServers = gate.Servers };
}
