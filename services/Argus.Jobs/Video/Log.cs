namespace Argus.Jobs.Video;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Jobs on videos fail here: {Reason}")]
    public static partial void NoFfmpeg(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Jobs on videos fail here: {Reason}")]
    public static partial void NoFolder(ILogger log, string reason);
}
