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
            sinks.Add(new(Kafka, OnKafka));
        if (options.Mqtt is not null)
            sinks.Add(new(Mqtt, e => Ended(e, JobEvents.MqttTopic(e.Job.Id))));
        if (options.Webhook is not null)
            sinks.Add(new(Webhook, e => Ended(e, Webhook)));
        return sinks;
    }

    // What is to be tried again is told with the reason, for those who watch. Workers read it too: until it is due it says nothing new to them.
    private static OutboxDraft? OnKafka(JobEvent @event) => @event.Kind switch
    {
        JobEventKind.Ready => ToDo(@event.Job, JobTopics.For(@event.Job.TaskType, @event.Job.Priority), null),
        JobEventKind.Retrying => ToDo(@event.Job, JobTopics.RetryFor(@event.Job.TaskType), @event.Job.Error),
        _ => Ended(@event, JobEvents.KafkaTopic),
    };

    private static OutboxDraft ToDo(Job job, string topic, string? reason)
    {
        var how = job.Parameters;
        var message = new JobMessage
        {
            JobId = job.Id,
            TaskType = job.TaskType,
            MediaStoreId = job.MediaStoreId,
            Priority = job.Priority,
            Interval = how?.Interval,
            Threshold = how?.Threshold,
            MaxFrames = how?.MaxFrames,
            Collection = how?.Collection,
            Store = how?.Store,
        };
        Dictionary<string, string> headers = new() { [MessageHeaders.ContentType] = "application/json" };
        if (job.TraceParent is { } trace)
            headers[MessageHeaders.TraceParent] = trace;
        if (reason is not null)
            headers[MessageHeaders.Reason] = reason;
        return new(topic, headers, JsonSerializer.SerializeToUtf8Bytes(message, ContractsJson.Default.JobMessage));
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
