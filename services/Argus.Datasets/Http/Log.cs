namespace Argus.Datasets.Http;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path}: {Reason}")]
    public static partial void Failed(ILogger log, string method, string path, string reason);
}
