using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;
using Argus.Data.Messaging.Events;
using Argus.Data.Messaging.Kafka;
using Argus.Jobs.Configuration;

namespace Argus.Jobs.Events;

/// <summary>Who is told of which events of jobs, and in which words: written into the outbox in the transaction that makes them true.</summary>
internal static class OutboxSinks
{
    /// <summary>Jobs for the workers, and the ends of jobs.</summary>
    public const string Kafka = "kafka";

    /// <summary>The ends of jobs, each on a topic of its own.</summary>
    public const string Mqtt = "mqtt";

    /// <summary>The ends of jobs, posted.</summary>
    public const string Webhook = "webhook";

    /// <summary>Every sink there can be.</summary>
    public static IReadOnlyList<string> All { get; } = [Kafka, Mqtt, Webhook];

    /// <summary>Those that the settings name; all processes on one store must agree on them.</summary>
    public static IReadOnlyList<OutboxSink> Of(JobsOptions options)
    {
        List<OutboxSink> sinks = [];
        if (options.Kafka is not null)
            sinks.Add(new(Kafka, e => e.Kind == JobEventKind.Ready ? Ready(e.Job) : Ended(e, JobEvents.KafkaTopic)));
        if (options.Mqtt is not null)
            sinks.Add(new(Mqtt, e => Ended(e, JobEvents.MqttTopic(e.Job.Id))));
        if (options.Webhook is not null)
            sinks.Add(new(Webhook, e => Ended(e, Webhook)));
        return sinks;
    }

    private static OutboxDraft Ready(Job job)
    {
        var message = new JobMessage { JobId = job.Id, TaskType = job.TaskType, MediaStoreId = job.MediaStoreId, Priority = job.Priority };
        Dictionary<string, string> headers = new() { [MessageHeaders.ContentType] = "application/json" };
        if (job.TraceParent is { } trace)
            headers[MessageHeaders.TraceParent] = trace;
        return new(JobTopics.For(job.TaskType, job.Priority), headers, JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.JobMessage));
    }

    private static OutboxDraft? Ended(JobEvent @event, string topic)
    {
        string? state = @event.Kind switch
        {
            JobEventKind.Completed => "completed",
            JobEventKind.Failed => "error",
            JobEventKind.SyncFailed => "sync_failed",
            _ => null,
        };
        if (state is null)
            return null;
        var job = @event.Job;
        var told = JobEvents.Ended(job.Id, state, job.Fence, job.EndedAt ?? job.CreatedAt, job.TraceParent);
        return new(topic, JobEvents.Headers(told), told.ToJson(JsonSerializer.SerializeToUtf8Bytes(job.ToBody(), ContractsJson.Default.JobBody)));
    }
}
