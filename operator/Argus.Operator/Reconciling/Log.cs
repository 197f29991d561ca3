namespace Argus.Operator.Reconciling;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Cannot mirror {Kind}, trying again in {Seconds:F1} s: {Error}")]
    public static partial void MirrorFailed(ILogger log, string kind, double seconds, string error);

    [LoggerMessage(2, LogLevel.Information, "{Key}: {Step}")]
    public static partial void Step(ILogger log, string key, string step);

    [LoggerMessage(3, LogLevel.Warning, "{Key}: reconciling failed and is tried again: {Error}")]
    public static partial void Failed(ILogger log, Exception? exception, string key, string error);

    [LoggerMessage(4, LogLevel.Information, "This replica ({Identity}) leads now")]
    public static partial void Leads(ILogger log, string identity);

    [LoggerMessage(5, LogLevel.Information, "The leader is {Leader}")]
    public static partial void NewLeader(ILogger log, string leader);

    [LoggerMessage(6, LogLevel.Warning, "Leader election: {Error}")]
    public static partial void ElectionFailed(ILogger log, string error);

    [LoggerMessage(7, LogLevel.Information, "This replica no longer leads")]
    public static partial void Followed(ILogger log);

    [LoggerMessage(8, LogLevel.Warning, "The API server warns: {Warning}")]
    public static partial void ServerWarning(ILogger log, string warning);

    [LoggerMessage(9, LogLevel.Debug, "Pod {Pod} says: {Answer}")]
    public static partial void Health(ILogger log, string pod, string answer);

    [LoggerMessage(10, LogLevel.Error, "The operator ended with an error")]
    public static partial void Crashed(ILogger log, Exception error);

    [LoggerMessage(12, LogLevel.Warning, "The kubeconfig leads to another server or token now ({Now}, was {Before}): this process ends, to be started anew")]
    public static partial void ServerMoved(ILogger log, Uri before, Uri now);

    [LoggerMessage(11, LogLevel.Warning, "An event is not recorded: {Reason}")]
    public static partial void EventLost(ILogger log, string reason);
}
