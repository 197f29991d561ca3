namespace Argus.Jobs.Upkeep;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The store cannot be looked after at present; tried again in a minute")]
    public static partial void Failed(ILogger log, Exception error);

    [LoggerMessage(2, LogLevel.Information, "Wrote messages again for {Count} jobs that wait although theirs is older than {Minutes:0} minutes")]
    public static partial void Announced(ILogger log, int count, double minutes);

    [LoggerMessage(3, LogLevel.Information, "Deleted {Count} jobs and dead messages older than {Days} days")]
    public static partial void Deleted(ILogger log, int count, int days);

    [LoggerMessage(4, LogLevel.Warning, "Set aside {Count} messages for {Sink}, which the settings do not name any more")]
    public static partial void SetAside(ILogger log, int count, string sink);

    [LoggerMessage(5, LogLevel.Warning, "Jobs cannot be counted for the metrics")]
    public static partial void NotCounted(ILogger log, Exception error);
}
