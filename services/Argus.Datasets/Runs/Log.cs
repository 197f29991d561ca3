namespace Argus.Datasets.Runs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The {Flow} run of {Period} begins ({Id})")]
    public static partial void Began(ILogger log, string flow, string period, Guid id);

    [LoggerMessage(2, LogLevel.Information, "The {Flow} run of {Period} is complete: {Counts}")]
    public static partial void Completed(ILogger log, string flow, string period, string counts);

    [LoggerMessage(3, LogLevel.Error, "The {Flow} run of {Period} failed; the next goes on from there: {Reason}")]
    public static partial void Failed(ILogger log, string flow, string period, string reason);

    [LoggerMessage(4, LogLevel.Critical, "The {Flow} run of {Period} broke off by a fault of this service")]
    public static partial void Broke(ILogger log, string flow, string period, Exception error);

    [LoggerMessage(5, LogLevel.Error, "That run {Id} failed could not be written: {Reason}")]
    public static partial void Unwritten(ILogger log, Guid id, string reason);

    [LoggerMessage(6, LogLevel.Warning, "{Count} periods of {Flow} are to be made up for; the oldest {Limit} are made now")]
    public static partial void ManyMissing(ILogger log, int count, string flow, int limit);
}
