using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Kafka;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Kafka {Client}: {Reason}")]
    public static partial void ClientError(ILogger log, string client, string reason);

    [LoggerMessage(2, LogLevel.Error, "The Kafka producer broke and is made anew: {Reason}")]
    public static partial void ProducerBroke(ILogger log, string reason);

    [LoggerMessage(3, LogLevel.Error, "The Kafka consumer broke and is made anew in {Seconds:0.0} s: {Reason}")]
    public static partial void ConsumerBroke(ILogger log, double seconds, string reason);

    [LoggerMessage(4, LogLevel.Information, "Kafka partitions assigned: {Partitions}")]
    public static partial void Assigned(ILogger log, string partitions);

    [LoggerMessage(5, LogLevel.Information, "Kafka partitions revoked: {Partitions}")]
    public static partial void Revoked(ILogger log, string partitions);

    [LoggerMessage(6, LogLevel.Warning, "Kafka partitions lost, others work on them already: {Partitions}")]
    public static partial void Lost(ILogger log, string partitions);

    [LoggerMessage(7, LogLevel.Warning, "A message cannot be used and goes to {Dead}: {Topic}/{Partition}/{Offset}: {Reason}")]
    public static partial void Refused(ILogger log, string dead, string topic, int partition, long offset, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{Topic} cannot be written, next try in {Seconds:0.0} s: {Reason}")]
    public static partial void CannotForward(ILogger log, string topic, double seconds, string reason);

    [LoggerMessage(9, LogLevel.Warning, "{Count} messages were not finished in time and will be delivered again")]
    public static partial void NotDrained(ILogger log, int count);

    [LoggerMessage(10, LogLevel.Information, "Made the Kafka topics {Topics}")]
    public static partial void TopicsMade(ILogger log, string topics);

    [LoggerMessage(11, LogLevel.Warning, "Kafka offsets could not be committed, which repeats messages at worst: {Reason}")]
    public static partial void NotCommitted(ILogger log, string reason);

    [LoggerMessage(12, LogLevel.Error, "The Kafka consumer cannot be made anew, and is tried again: {Reason}")]
    public static partial void CannotRead(ILogger log, string reason);

    [LoggerMessage(13, LogLevel.Error, "The Kafka producer cannot be made anew, and is tried again with the next message: {Reason}")]
    public static partial void CannotWrite(ILogger log, string reason);
}
