namespace Argus.Data.Messaging.Events;

/// <summary>The events of a job that has ended, and where they go.</summary>
public static class JobEvents
{
    /// <summary>The Kafka topic of all events, keyed by job id.</summary>
    public const string KafkaTopic = "argus.events";

    private const string Source = "/argus/jobs";

    /// <summary>The MQTT topic of one job's end, whatever that end is.</summary>
    public static string MqttTopic(Guid job) => $"inference/job/{job}/completed";

    /// <summary>The event that a job reached a state.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="state">As on the wire: completed, error or sync_failed.</param>
    /// <param name="attempt">Which attempt ended so; part of the id, so that a copy of the event can be told from a second end after a retry.</param>
    /// <param name="at">When.</param>
    /// <param name="traceParent">The W3C trace context of the job, or null.</param>
    public static CloudEvent Ended(Guid job, string state, long attempt, DateTimeOffset at, string? traceParent = null) =>
        new($"{job}-{state}-{attempt}", Source, TypeOf(state), job.ToString(), at, traceParent);

    /// <summary>Headers of an event's message for every sink.</summary>
    public static IReadOnlyDictionary<string, string> Headers(CloudEvent @event)
    {
        Dictionary<string, string> headers = new() { [MessageHeaders.ContentType] = CloudEvent.ContentType };
        if (@event.TraceParent is { } trace)
            headers[MessageHeaders.TraceParent] = trace;
        return headers;
    }

    private static string TypeOf(string state) => state switch
    {
        "completed" => "dev.argus.job.completed",
        "error" => "dev.argus.job.failed",
        "sync_failed" => "dev.argus.job.sync_failed",
        _ => throw new ArgumentException($"A job does not end in the state '{state}'.", nameof(state)),
    };
}
