using System.Text.Json.Nodes;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Webhooks;
using Argus.Jobs.Events;
using Argus.Jobs.Tests.Events;
using Argus.Testing;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Video;

/// <summary>Those who are told of the end of a video.</summary>
public sealed class VideoEventTests
{
    [FfmpegFact]
    public async Task Webhook_VideoEnded_IsToldWithItsResult()
    {
        using var folder = new TemporaryFolder();
        await using var receiver = await HookReceiver.StartAsync();
        string secret = folder.Write("secret", "sixteen bytes or more"u8.ToArray());
        await using var stage = await VideoStage.StartAsync(o => o with { Webhook = new WebhookOptions { Url = receiver.Url, SecretFile = secret, AllowPrivateAddresses = true, AllowPlainHttp = true } });

        var result = await stage.ResultAsync(stage.Films.Pattern("film.mp4", 2), """, "interval": 0.5""");

        Judge(result, (await receiver.FirstAsync()).Body);
    }

    [FfmpegKafkaFact]
    public async Task Kafka_VideoEnded_IsToldWithItsResult()
    {
        await using var broker = await KafkaBroker.StartAsync();
        await broker.MakeTopicsAsync(TopicMaker.Topics);
        await using var stage = await VideoStage.StartAsync(o => o with { Kafka = new KafkaConnection { BootstrapServers = broker.Servers } });

        var result = await stage.ResultAsync(stage.Films.Pattern("film.mp4", 2), """, "interval": 0.5""");

        Judge(result, Assert.Single(await Kcat.ConsumeAsync(broker.Servers, "argus.events", 1)).Body);
    }

    private static void Judge(JsonObject result, string told)
    {
        var data = JsonNode.Parse(told)!["data"]!;
        Assert.Equal(("video_faces", "completed", """{"interval":0.5}"""), ((string)data["task_type"]!, (string)data["status"]!, data["parameters"]!.ToJsonString()));
        Assert.Single(data["result"]!["tracks"]!.AsArray());
        Assert.Equal(result.ToJsonString(), data["result"]!.ToJsonString());
    }
}
