using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Webhooks;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Jobs.Tests.Running;
using Argus.Testing;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Events;

/// <summary>From a job in the store to those who were told of it, by real brokers and clients that share no code of ours.</summary>
public sealed class EventPumpTests
{
    private const JobsRoles All = JobsRoles.Api | JobsRoles.Worker | JobsRoles.Media;

    [KafkaFact]
    public async Task Kafka_JobCreatedAndCancelled_IsAMessageAndAnEvent()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicsAsync(TopicMaker.Topics);
        await using var host = await JobsHost.StartAsync(o => o with { Roles = All, Kafka = new KafkaConnection { BootstrapServers = broker.Servers }, KafkaPartitions = 3 });
        var job = await EndedAsync(host.Jobs);

        var ready = Assert.Single(await Kcat.ConsumeAsync(broker.Servers, "argus.jobs.image_embedding.high", 1));
        var told = Assert.Single(await Kcat.ConsumeAsync(broker.Servers, "argus.events", 1));

        Assert.Equal((job.Id.ToString(), job.Id.ToString()), (ready.Key, (string)JsonNode.Parse(ready.Body)!["job_id"]!));
        Assert.Equal(job.Id.ToString(), told.Key);
        Assert.Equal("error", (string)JsonNode.Parse(told.Body)!["data"]!["status"]!);
        Assert.Contains("content-type=application/cloudevents+json", told.Headers);
    }

    [KafkaFact]
    public async Task Kafka_BrokerAwayAtTheStart_IsToldWhenItComesBack()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicsAsync(TopicMaker.Topics);
        await broker.TakeDownAsync();
        await using var host = await JobsHost.StartAsync(o => o with { Roles = All, Kafka = new KafkaConnection { BootstrapServers = broker.Servers } });
        var job = await EndedAsync(host.Jobs);
        await broker.BringUpAsync();

        Assert.Equal(job.Id.ToString(), Assert.Single(await Kcat.ConsumeAsync(broker.Servers, "argus.events", 1)).Key);
    }

    [MosquittoFact]
    public async Task Mqtt_JobEnded_IsToldOnItsTopic()
    {
        await using var broker = await MosquittoBroker.StartAsync();
        await using var subscriber = await broker.SubscribeAsync("inference/job/+/completed");
        await using var host = await JobsHost.StartAsync(o => o with { Roles = All, Mqtt = new MqttOptions { Host = "127.0.0.1", Port = broker.Port, ClientId = "argustest" } });
        var job = await EndedAsync(host.Jobs);

        await subscriber.UntilLineAsync(line => line.StartsWith($"inference/job/{job.Id}/completed {{", StringComparison.Ordinal) && line.Contains("dev.argus.job.failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Webhook_JobEnded_IsPosted()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await HookReceiver.StartAsync();
        await using var host = await JobsHost.StartAsync(o => o with
        {
            Roles = All,
            Webhook = new WebhookOptions { Url = receiver.Url, SecretFile = folder.Write("secret", "sixteen bytes or more"u8.ToArray()), AllowPrivateAddresses = true, AllowPlainHttp = true },
        });
        var job = await EndedAsync(host.Jobs);

        var (signature, body) = await receiver.FirstAsync();

        Assert.Equal(job.Id.ToString(), (string)JsonNode.Parse(body)!["subject"]!);
        Assert.StartsWith("t=", signature, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outbox_ApiOnly_IsLeftToOthers()
    {
        await using var host = await JobsHost.StartAsync(o => o with { Roles = JobsRoles.Api, Mqtt = new MqttOptions { Host = "127.0.0.1", Port = 9, ClientId = "argustest" } });
        await EndedAsync(host.Jobs);

        Assert.Single(await host.Jobs.ReadOutboxAsync("mqtt", long.MinValue, 10));
        Assert.True(await host.Jobs.LeaseOutboxAsync("mqtt", "another", TimeSpan.FromSeconds(1)));
    }

    // The picture is not there: a worker, where there is one, finds the same end as the cancelling.
    private static async Task<Job> EndedAsync(IJobStore jobs)
    {
        var created = Assert.Single(await jobs.CreateAsync([new NewJob { TaskType = JobTasks.ImageEmbedding, MediaStoreId = 404, Priority = 9 }]));
        await jobs.CancelAsync(created.Job.Id);
        return created.Job;
    }
}
