namespace Argus.ModelServer.Classes;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Count} face classes of {Digest}")]
    public static partial void Serving(ILogger log, int count, string digest);

    [LoggerMessage(2, LogLevel.Warning, "{Reason} What was good before stays in use")]
    public static partial void Fault(ILogger log, string reason);
}
