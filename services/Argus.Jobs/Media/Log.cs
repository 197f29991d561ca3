namespace Argus.Jobs.Media;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path}: the media store cannot")]
    public static partial void Failed(ILogger log, Exception error, string method, string path);

    [LoggerMessage(2, LogLevel.Information, "Deleted {Count} files that no entity has")]
    public static partial void Swept(ILogger log, int count);

    [LoggerMessage(3, LogLevel.Warning, "Files that no entity has could not be looked for")]
    public static partial void NotSwept(ILogger log, Exception error);
}
