using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Jobs;
using Argus.Data.Jobs;

namespace Argus.Data.Messaging.Kafka;

/// <summary>Reads job messages, of Argus and of others.</summary>
public static class JobMessageReader
{
    /// <summary>A job message has a few dozen bytes; more is a mistake of its sender.</summary>
    public const int MostBytes = 16 * 1024;

    /// <summary>Reads one message and fills in what its sender left out.</summary>
    /// <param name="topic">Where it came from.</param>
    /// <param name="fault">Why it cannot be used, as a sentence; null where it can.</param>
    /// <returns>All four fields set; null with a fault.</returns>
    public static JobMessage? Read(string topic, ReadOnlySpan<byte> body, out string? fault)
    {
        fault = null;
        if (!JobTopics.TryParse(topic, out string task, out var band))
            fault = $"{topic} is no topic of jobs.";
        else if (body.IsEmpty)
            fault = "It is empty.";
        else if (body.Length > MostBytes)
            fault = $"It has {body.Length} bytes, and at most {MostBytes} are taken.";
        else if (Parse(body, ref fault) is { } message && Check(message, task, ref fault))
            return message with { JobId = message.JobId ?? IdOf(task, message.MediaStoreId), TaskType = task, Priority = message.Priority ?? DefaultOf(band) };
        return null;
    }

    /// <summary>The id of a job that its producer gave none: the same for the same picture and task, so that a message that comes twice makes one job.</summary>
    public static Guid IdOf(string task, long mediaStoreId)
    {
        // As RFC 9562 has it for values that a vendor derives: version 8.
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"argus/job/{task}/{mediaStoreId}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(hash[..16], bigEndian: true);
    }

    private static JobMessage? Parse(ReadOnlySpan<byte> body, ref string? fault)
    {
        try
        {
            var message = JsonSerializer.Deserialize(body, ContractsJson.Default.JobMessage);
            fault = message is null ? "It is null." : null;
            return message;
        }
        catch (JsonException error)
        {
            fault = $"It is not the JSON of a job: {error.Message}";
            return null;
        }
    }

    private static bool Check(JobMessage message, string task, ref string? fault)
    {
        if (message.Priority is < 0 or > 10)
            fault = $"The priority {message.Priority} is not between 0 and 10.";
        else if (message.TaskType is { } other && other != task)
            fault = $"The task_type '{other}' does not belong on the topic of {task}.";
        else if (task == JobTasks.VideoFaces && VideoParameterRules.Faults(message) is [var wrong, ..])
            fault = $"{wrong.Field} {wrong.Message}";
        return fault is null;
    }

    private static int DefaultOf(Band band) => band switch
    {
        Band.High => 8,
        Band.Normal => 5,
        _ => 2,
    };
}
