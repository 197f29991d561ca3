using System.Text;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Outbox;
using Argus.Testing.Messaging;

namespace Argus.Data.Tests.Messaging.Mqtt;

public sealed class MqttSinkTests
{
    private const string Topic = "inference/job/7/completed";

    [MosquittoFact]
    public async Task Send_ManyAtOnce_AllReachAnIndependentSubscriber()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var subscriber = await broker.SubscribeAsync("inference/#");
        await using var sink = Sink(broker);

        var sent = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => sink.SendAsync(Message(Topic, $"body {i}"), default)));

        Assert.All(sent, delivery => Assert.Equal(Delivery.Done, delivery));
        await subscriber.UntilLineAsync(_ => Enumerable.Range(0, 200).All(i => subscriber.Lines.Contains($"{Topic} body {i}")));
    }

    [MosquittoFact]
    public async Task Send_BrokerKilledAndBack_ConnectsAgain()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var sink = Sink(broker);
        Assert.Equal(Delivery.Done, await sink.SendAsync(Message(Topic, "1"), default));

        await broker.KillAsync();
        var away = await sink.SendAsync(Message(Topic, "2"), default);
        await broker.StartAgainAsync();
        await using var subscriber = await broker.SubscribeAsync("inference/#");
        var back = await sink.SendAsync(Message(Topic, "2"), default);

        Assert.Equal((DeliveryState.Away, DeliveryState.Done), (away.State, back.State));
        await subscriber.UntilLineAsync(line => line == $"{Topic} 2");
    }

    [MosquittoFact]
    public async Task Send_LargeBody_ArrivesWhole()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var subscriber = await broker.SubscribeAsync("inference/#");
        await using var sink = Sink(broker);
        string body = new('x', 300_000);

        Assert.Equal(Delivery.Done, await sink.SendAsync(Message(Topic, body), default));
        await subscriber.UntilLineAsync(line => line == $"{Topic} {body}");
    }

    [MosquittoFact]
    public async Task Send_WrongPassword_SaysSoAndTheRightOneGetsIn()
    {
        string folder = Directory.CreateTempSubdirectory("argus-mqtt-").FullName;
        try
        {
            string users = Path.Combine(folder, "users");
            string password = Path.Combine(folder, "password");
            await File.WriteAllTextAsync(users, "");
            await using (var set = Argus.Testing.Processes.ProgramRun.OfMachine("/usr/bin/mosquitto_passwd", "-b", users, "argus", "right"))
                await set.ExitAsync();
            await using var broker = await MosquittoBroker.StartAsync("allow_anonymous false", $"password_file {users}");
            await File.WriteAllTextAsync(password, "wrong\n");
            await using var sink = new MqttSink(Options(broker) with { Username = "argus", PasswordFile = password }, TimeProvider.System);

            var refused = await sink.SendAsync(Message(Topic, "1"), default);
            await File.WriteAllTextAsync(password, "right\n");
            var taken = await sink.SendAsync(Message(Topic, "1"), default);

            Assert.Equal(DeliveryState.Away, refused.State);
            Assert.Contains("does not let this user in", refused.Reason);
            Assert.Equal(Delivery.Done, taken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [MosquittoFact]
    public async Task Session_Idle_IsKeptAliveByPings()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var sink = new MqttSink(Options(broker) with { KeepAlive = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await sink.SendAsync(Message(Topic, "1"), default);

        await broker.UntilLineAsync(line => line.Contains("Received PINGREQ from argus-test", StringComparison.Ordinal));
        Assert.Equal(Delivery.Done, await sink.SendAsync(Message(Topic, "2"), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("inference/#")]
    [InlineData("inference/+/completed")]
    [InlineData("a\0b")]
    public async Task Send_ToATopicThatIsNone_IsDead(string topic)
    {
        await using var sink = new MqttSink(new() { Host = "127.0.0.1", ClientId = "x" }, TimeProvider.System);

        Assert.Equal(DeliveryState.Dead, (await sink.SendAsync(Message(topic, "1"), default)).State);
    }

    [Fact]
    public async Task Send_TooLong_IsDead()
    {
        await using var sink = new MqttSink(new() { Host = "127.0.0.1", ClientId = "x", MostBytes = 3 }, TimeProvider.System);

        Assert.Equal(DeliveryState.Dead, (await sink.SendAsync(Message(Topic, "1234"), default)).State);
    }

    private static MqttOptions Options(MosquittoBroker broker) => new() { Host = "127.0.0.1", Port = broker.Port, ClientId = "argus-test" };

    private static MqttSink Sink(MosquittoBroker broker) => new(Options(broker), TimeProvider.System);

    private static OutboxMessage Message(string topic, string body) => new(1, topic, "7", new Dictionary<string, string>(), Encoding.UTF8.GetBytes(body));
}
