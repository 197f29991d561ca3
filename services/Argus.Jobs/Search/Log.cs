namespace Argus.Jobs.Search;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A photo to search for was not embedded: {Reason}")]
    public static partial void ModelFailed(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Error, "The store of vectors fails: {Message}")]
    public static partial void StoreFailed(ILogger log, string message);
}
