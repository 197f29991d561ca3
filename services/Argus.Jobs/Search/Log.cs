namespace Argus.Jobs.Search;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The model at {Address} does not answer: {Message}")]
    public static partial void ModelAway(ILogger log, Uri address, string message);

    [LoggerMessage(2, LogLevel.Warning, "The model at {Address} answers {Path} with {Status}: {Detail}")]
    public static partial void ModelRefused(ILogger log, Uri address, string path, int status, string detail);

    [LoggerMessage(3, LogLevel.Error, "The answer of the model at {Address} cannot be read: {Message}")]
    public static partial void BadAnswer(ILogger log, Uri address, string message);

    [LoggerMessage(4, LogLevel.Error, "The store of vectors fails: {Message}")]
    public static partial void StoreFailed(ILogger log, string message);
}
