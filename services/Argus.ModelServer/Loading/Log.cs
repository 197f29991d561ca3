namespace Argus.ModelServer.Loading;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Ready: pack {Pack} {Digest} on {Providers} after {Milliseconds:F0} ms")]
    public static partial void Ready(ILogger log, string pack, string digest, string providers, double milliseconds);

    [LoggerMessage(2, LogLevel.Critical, "Nothing can be served. {Reason}")]
    public static partial void Failed(ILogger log, Exception? error, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{File} is left out. {Reason}")]
    public static partial void LeftOut(ILogger log, string file, string reason);

    [LoggerMessage(4, LogLevel.Information, "{File}: {Bytes} of {Total} bytes")]
    public static partial void Downloaded(ILogger log, string file, long bytes, long total);

    [LoggerMessage(5, LogLevel.Information, "{File}: {Note}")]
    public static partial void DownloadNote(ILogger log, string file, string note);

    [LoggerMessage(6, LogLevel.Warning, "This is the selftest pack: it proves the wiring and knows nothing of real faces")]
    public static partial void Selftest(ILogger log);

    [LoggerMessage(7, LogLevel.Warning, "{Warning}")]
    public static partial void Provider(ILogger log, string warning);

    [LoggerMessage(9, LogLevel.Warning, "POST /score is refused. {Reason}")]
    public static partial void NoScores(ILogger log, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{Note}")]
    public static partial void Cache(ILogger log, string note);
}
