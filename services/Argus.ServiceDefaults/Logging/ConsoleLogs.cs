using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Logging;

/// <summary>Registration of logs.</summary>
public static class ConsoleLogs
{
    /// <summary>Logs to the console from <paramref name="level"/> on, with trace ids: JSON lines, or plain ones where a person reads along.</summary>
    public static ILoggingBuilder AddConsoleLogs(this ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        // The framework tells of every request and connection: that is for debugging, metrics tell the rest.
        logging.AddFilter("Microsoft", level > LogLevel.Debug && level < LogLevel.Warning ? LogLevel.Warning : level);
        logging.Configure(o => o.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        return Console.IsOutputRedirected
            ? logging.AddJsonConsole(o => (o.IncludeScopes, o.UseUtcTimestamp, o.TimestampFormat) = (true, true, "yyyy-MM-ddTHH:mm:ss.fffZ"))
            : logging.AddSimpleConsole(o => (o.SingleLine, o.TimestampFormat) = (true, "HH:mm:ss "));
    }
}
