namespace Argus.Gateway.Waking;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Cannot note on {Deployment} that it was asked for, so that it may sleep or not wake: {Message}")]
    public static partial void NotWritten(ILogger log, string deployment, string message);
}
