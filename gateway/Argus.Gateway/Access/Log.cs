namespace Argus.Gateway.Access;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The access log ends here, because it cannot be written: {Message}")]
    public static partial void Broken(ILogger log, string message);
}
