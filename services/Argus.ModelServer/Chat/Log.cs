namespace Argus.ModelServer.Chat;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Not ready any more: {Fault}")]
    public static partial void EndpointAway(ILogger log, string fault);

    [LoggerMessage(2, LogLevel.Information, "The server behind this model is back")]
    public static partial void EndpointBack(ILogger log);
}
