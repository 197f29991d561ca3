using Argus.Data.Jobs;

namespace Argus.Jobs.Api;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path}: the job store fails ({Fault}): {Message}")]
    public static partial void StoreFailed(ILogger log, string method, string path, JobStoreFault fault, string message);
}
