using System.Buffers;
using System.Text.Json;

namespace Argus.Data.Messaging.Events;

/// <summary>A CloudEvent 1.0 whose data is JSON.</summary>
/// <param name="Id">With the source it names the event: a copy has the same id.</param>
/// <param name="Source">A URI reference, such as /argus/jobs.</param>
/// <param name="Type">Such as dev.argus.job.completed.</param>
/// <param name="Subject">What it is about: the job id.</param>
/// <param name="Time">When it happened.</param>
/// <param name="TraceParent">The W3C trace context of what caused it, or null.</param>
public sealed record CloudEvent(string Id, string Source, string Type, string Subject, DateTimeOffset Time, string? TraceParent = null)
{
    /// <summary>Content type of <see cref="ToJson"/>.</summary>
    public const string ContentType = "application/cloudevents+json";

    /// <summary>The event in structured mode: attributes and data in one JSON object, UTF-8.</summary>
    /// <param name="data">JSON, written as it is.</param>
    /// <exception cref="JsonException">The data is no JSON.</exception>
    public byte[] ToJson(ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(data.Length + 512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", Id);
            json.WriteString("source", Source);
            json.WriteString("type", Type);
            json.WriteString("subject", Subject);
            json.WriteString("time", Time.ToUniversalTime());
            if (TraceParent is not null)
                json.WriteString("traceparent", TraceParent);
            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            json.WriteRawValue(data);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
