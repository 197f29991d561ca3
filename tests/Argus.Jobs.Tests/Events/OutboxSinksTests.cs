using System.Text.Json.Nodes;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Kafka;
using Argus.Data.Messaging.Mqtt;
using Argus.Data.Messaging.Webhooks;
using Argus.Jobs.Configuration;
using Argus.Jobs.Events;
using Argus.Testing;
using Argus.Testing.Kubernetes;

namespace Argus.Jobs.Tests.Events;

public sealed class OutboxSinksTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly Guid Id = new("0198c0de-0000-7000-8000-000000000001");

    private static readonly Job Done = new()
    {
        Id = Id,
        TaskType = JobTasks.FaceDetection,
        MediaStoreId = 12345,
        Priority = 8,
        State = JobState.Completed,
        CreatedAt = DateTimeOffset.UnixEpoch,
        EndedAt = DateTimeOffset.UnixEpoch.AddSeconds(7),
        Fence = 3,
        Result = """{"faces":[],"face_count":0}""",
        TraceParent = Trace,
    };

    private static readonly JobsOptions Everything = new()
    {
        Kafka = new KafkaConnection { BootstrapServers = "127.0.0.1:1" },
        Mqtt = new MqttOptions { Host = "127.0.0.1", ClientId = "test" },
        Webhook = new WebhookOptions { Url = new("https://example.org"), SecretFile = "secret" },
    };

    [Fact]
    public void Of_NothingSet_TellsNobody() => Assert.Empty(OutboxSinks.Of(new JobsOptions()));

    [Fact]
    public void Of_Everything_NamesEverySink() => Assert.Equal(OutboxSinks.All, OutboxSinks.Of(Everything).Select(sink => sink.Name));

    [Theory]
    [InlineData(10, "argus.jobs.face_detection.high")]
    [InlineData(5, "argus.jobs.face_detection.normal")]
    [InlineData(0, "argus.jobs.face_detection.low")]
    public void Kafka_ReadyJob_IsAMessageForWorkers(int priority, string topic)
    {
        var draft = Write(OutboxSinks.Kafka, new(JobEventKind.Ready, Done with { State = JobState.Pending, Priority = priority }))!;

        Assert.Equal(topic, draft.Topic);
        Assert.Equal(Trace, draft.Headers["traceparent"]);
        var message = JsonNode.Parse(draft.Body.Span)!;
        Assert.Empty(new SchemaCheck(null).Check(Schema("job.schema.json"), message));
        Assert.Equal((Id.ToString(), 12345L, priority), ((string)message["job_id"]!, (long)message["media_store_id"]!, (int)message["priority"]!));
        Assert.NotNull(JobMessageReader.Read(topic, draft.Body.Span, out _));
    }

    [Theory]
    [InlineData(JobEventKind.Completed, JobState.Completed, "completed", "dev.argus.job.completed")]
    [InlineData(JobEventKind.Failed, JobState.Error, "error", "dev.argus.job.failed")]
    [InlineData(JobEventKind.SyncFailed, JobState.SyncFailed, "sync_failed", "dev.argus.job.sync_failed")]
    public void All_EndedJob_IsACloudEvent(JobEventKind kind, JobState state, string word, string type)
    {
        var ended = new JobEvent(kind, Done with { State = state });
        var drafts = OutboxSinks.Of(Everything).Select(sink => sink.Write(ended)!).ToArray();

        Assert.Equal(["argus.events", $"inference/job/{Id}/completed", "webhook"], drafts.Select(d => d.Topic));
        foreach (var draft in drafts)
        {
            Assert.Equal("application/cloudevents+json", draft.Headers["content-type"]);
            Assert.Equal(Trace, draft.Headers["traceparent"]);
            var told = JsonNode.Parse(draft.Body.Span)!;
            var schema = Schema("event.schema.json");
            // The data is said to be an object and no more; what is in it is held against the body of a job.
            schema["properties"]!["data"] = Schema("body.schema.json");
            Assert.Empty(new SchemaCheck(null).Check(schema, told));
            Assert.Equal($"{Id}-{word}-3", (string)told["id"]!);
            Assert.Equal(type, (string)told["type"]!);
            Assert.Equal(word, (string)told["data"]!["status"]!);
            Assert.Equal(7000, (long)told["data"]!["completed_at"]!);
        }
    }

    [Fact]
    public void Kafka_JobToBeTriedAgain_IsNamedInItsRetryTopicWithTheReason()
    {
        var draft = Write(OutboxSinks.Kafka, new(JobEventKind.Retrying, Done with { State = JobState.Pending, Error = "The model answered 500." }))!;

        Assert.Equal(("argus.jobs.retry.face_detection", "The model answered 500."), (draft.Topic, draft.Headers["argus-reason"]));
        Assert.Equal(Id.ToString(), (string)JsonNode.Parse(draft.Body.Span)!["job_id"]!);
    }

    [Fact]
    public void All_EndAfterARetry_HasAnotherId()
    {
        var first = new JobEvent(JobEventKind.Failed, Done with { State = JobState.Error });
        var second = new JobEvent(JobEventKind.Failed, Done with { State = JobState.Error, Fence = 4 });

        Assert.NotEqual(IdOf(first), IdOf(second));
        Assert.Equal(IdOf(first), IdOf(first));

        static string IdOf(JobEvent e) => (string)JsonNode.Parse(Write(OutboxSinks.Mqtt, e)!.Body.Span)!["id"]!;
    }

    [Fact]
    public void All_JobUnderWay_IsNoEvent()
    {
        Assert.All([OutboxSinks.Mqtt, OutboxSinks.Webhook], sink => Assert.Null(Write(sink, new(JobEventKind.Retrying, Done with { State = JobState.Pending }))));
        Assert.Null(Write(OutboxSinks.Mqtt, new(JobEventKind.Ready, Done)));
        Assert.Null(Write(OutboxSinks.Webhook, new(JobEventKind.Ready, Done)));
    }

    private static OutboxDraft? Write(string sink, JobEvent e) => OutboxSinks.Of(Everything).Single(s => s.Name == sink).Write(e);

    private static JsonObject Schema(string name) => JsonNode.Parse(File.ReadAllText(Path.Combine(TestData.Repository, "samples", "messages", name)))!.AsObject();
}
