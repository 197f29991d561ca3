using Microsoft.Extensions.Logging;

namespace Argus.Data.Messaging.Outbox;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Sink} is away, next try in {Seconds:0.0} s: {Reason}")]
    public static partial void Away(ILogger log, string sink, double seconds, string reason);

    [LoggerMessage(2, LogLevel.Information, "{Sink} is back")]
    public static partial void Back(ILogger log, string sink);

    [LoggerMessage(3, LogLevel.Error, "Message {Id} of {Key} will never reach {Sink}: {Reason}")]
    public static partial void Dead(ILogger log, long id, string key, string sink, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The outbox of {Sink} cannot be worked on, next try in {Seconds:0.0} s")]
    public static partial void SourceFailed(ILogger log, Exception error, string sink, double seconds);

    [LoggerMessage(5, LogLevel.Warning, "Another publisher took over the outbox of {Sink}")]
    public static partial void LeaseLost(ILogger log, string sink);
}
