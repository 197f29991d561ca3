namespace Argus.Gateway.Cluster;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The mirror of {Kind} is interrupted, next try in {Seconds:0.0} s; the last routes stay: {Message}")]
    public static partial void MirrorFailed(ILogger log, string kind, double seconds, string message);

    [LoggerMessage(2, LogLevel.Error, "The routes could not be made anew; the last ones stay")]
    public static partial void TableFailed(ILogger log, Exception error);

    [LoggerMessage(3, LogLevel.Critical, "The mirrors broke")]
    public static partial void Crashed(ILogger log, Exception error);

    [LoggerMessage(4, LogLevel.Information, "{Deployments} ModelDeployments have {Routes} routes to {Pods} pods")]
    public static partial void Changed(ILogger log, int deployments, int routes, int pods);
}
