using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Outbox;
using Argus.Testing.Messaging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Argus.Data.Tests.Messaging.Kafka;

public sealed class KafkaPublisherTests
{
    [KafkaFact]
    public async Task Send_EventsOfSeveralKeys_AreReadByAnotherClientInTheOrderOfEachKey()
    {
        await using var broker = await KafkaBroker.StartAsync(brokers: 3);
        await broker.MakeTopicAsync(JobEvents.KafkaTopic, 4);
        await using var publisher = Publisher(broker.Servers, TimeSpan.FromSeconds(30));
        await using var sink = new KafkaEventSink(publisher);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(async key =>
        {
            for (int i = 0; i < 5; i++)
                Assert.Equal(Delivery.Done, await sink.SendAsync(Event(key, i), default));
        }));
        var read = await Kcat.ConsumeAsync(broker.Servers, JobEvents.KafkaTopic, 100);

        Assert.Equal(20, read.Select(m => m.Key).Distinct().Count());
        Assert.All(read.GroupBy(m => m.Key), key => Assert.Equal(["0", "1", "2", "3", "4"], key.Select(m => m.Body)));
        Assert.All(read, m => Assert.Equal([$"content-type={CloudEvent.ContentType}"], m.Headers));
    }

    [KafkaFact]
    public async Task Send_TooLarge_IsDead()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await using var publisher = Publisher(broker.Servers, TimeSpan.FromSeconds(30));

        var delivery = await publisher.SendAsync("t", "k", new byte[2_000_000], [], default);

        Assert.Equal(DeliveryState.Dead, delivery.State);
        Assert.Contains("too large", delivery.Reason);
    }

    [KafkaFact]
    public async Task Send_WithoutABroker_IsAway()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await broker.TakeDownAsync();
        await using var publisher = Publisher(broker.Servers, TimeSpan.FromSeconds(1));

        Assert.Equal(DeliveryState.Away, (await publisher.SendAsync("t", "k", [1], [], default)).State);
    }

    [KafkaFact]
    public async Task Ensure_WhereNoBrokerIsInControl_IsAway()
    {
        // As between the death of a controller and the election of the next.
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicAsync("there", 1);
        var topics = new KafkaTopics(new() { BootstrapServers = broker.Servers }, NullLogger<KafkaTopics>.Instance);

        Assert.Equal(default, await topics.EnsureAsync(["there"], 1, 1));
        var made = await topics.EnsureAsync(["there", "missing"], 1, 1);
        Assert.StartsWith("Kafka topics could not be made: ", made.Reason);
        Assert.True(made.IsAway);
    }

    [Fact]
    public void Validate_FaultySettings_NamesEveryFault()
    {
        var connection = new KafkaConnection { BootstrapServers = " ", SecurityProtocol = "SASL_SSL", SaslMechanism = "GSSAPI", CaFile = "/nowhere/ca.pem", KeyFile = "/nowhere/key.pem" };

        string faults = string.Join(' ', connection.Validate());

        foreach (string part in new[] { "bootstrap servers", "needs a user name and a password file", "GSSAPI", "/nowhere/ca.pem", "belong together" })
            Assert.Contains(part, faults);
        Assert.Contains("'TLS' is not known", Assert.Single(new KafkaConnection { BootstrapServers = "a:1", SecurityProtocol = "TLS" }.Validate()));
        Assert.Empty(new KafkaConnection { BootstrapServers = "a:1" }.Validate());
    }

    private static KafkaPublisher Publisher(string servers, TimeSpan patience) => new(new() { BootstrapServers = servers }, patience, NullLogger<KafkaPublisher>.Instance);

    private static OutboxMessage Event(int key, int number) =>
        new(number, JobEvents.KafkaTopic, $"job-{key}", new Dictionary<string, string> { [MessageHeaders.ContentType] = CloudEvent.ContentType }, System.Text.Encoding.UTF8.GetBytes($"{number}"));
}
