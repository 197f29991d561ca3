using Microsoft.Extensions.Logging;

namespace Argus.ServiceDefaults.Problems;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed (trace {TraceId})")]
    public static partial void Unhandled(ILogger log, Exception error, string method, string path, string? traceId);
}
