using Argus.Data.Messaging.Kafka;
using Argus.Testing.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Data.Tests.Messaging.Kafka;

/// <summary>A broker and what works with it, for one test.</summary>
internal sealed class IntakeStage : IAsyncDisposable
{
    public const string Task = "face_detection";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SendPatience = TimeSpan.FromSeconds(30);

    private IntakeStage(KafkaBroker broker)
    {
        Broker = broker;
        Connection = new() { BootstrapServers = broker.Servers };
        Publisher = new(Connection, SendPatience, NullLogger<KafkaPublisher>.Instance);
    }

    public KafkaBroker Broker { get; }

    public KafkaConnection Connection { get; }

    public KafkaPublisher Publisher { get; }

    public static async Task<IntakeStage> StartAsync(int partitions = 1)
    {
        var broker = await KafkaBroker.StartAsync();
        foreach (string topic in JobTopics.All([Task]))
            await broker.MakeTopicAsync(topic, partitions);
        await broker.MakeTopicAsync(JobTopics.Dead, 1);
        return new(broker);
    }

    public KafkaIntake Intake(Func<KafkaIntakeOptions, KafkaIntakeOptions>? change = null)
    {
        var options = new KafkaIntakeOptions
        {
            Tasks = [Task],
            Drain = TimeSpan.FromMilliseconds(200),
            CommitInterval = TimeSpan.FromMilliseconds(100),
            SessionTimeout = TimeSpan.FromSeconds(6),
        };
        return new(Connection, change?.Invoke(options) ?? options, Publisher, TimeProvider.System, new Random(1), NullLogger<KafkaIntake>.Instance);
    }

    /// <summary>Writes a job for each of these pictures, by a client that is not ours.</summary>
    public Task ProduceAsync(string topic, IEnumerable<int> pictures) =>
        Kcat.ProduceAsync(Broker.Servers, topic, pictures.Select(id => $$"""{"media_store_id":{{id}}}"""));

    public static async Task<List<IntakeMessage>> TakeAsync(KafkaIntake intake, int count)
    {
        using var limit = new CancellationTokenSource(Patience);
        List<IntakeMessage> taken = [];
        while (taken.Count < count)
            taken.AddRange(await intake.TakeAsync(count - taken.Count, limit.Token));
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
