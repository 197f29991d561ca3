namespace Argus.Jobs.Events;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Reason} Next try in {Seconds:0} s; make them yourself where the brokers do not allow it")]
    public static partial void NoTopics(ILogger log, string reason, double seconds);
}
