namespace Argus.Jobs.Work;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Cannot {What}, and tries again: {Reason}")]
    public static partial void CannotUseStore(ILogger log, string what, string reason);

    [LoggerMessage(2, LogLevel.Error, "Cannot {What} for a fault of this program, and tries again")]
    public static partial void Broke(ILogger log, string what, Exception error);

    [LoggerMessage(3, LogLevel.Information, "Can {What} again after {Failures} failures")]
    public static partial void Recovered(ILogger log, string what, int failures);

    [LoggerMessage(4, LogLevel.Error, "Job {Job} failed for a fault of this program")]
    public static partial void RunBroke(ILogger log, Guid job, Exception error);

    [LoggerMessage(5, LogLevel.Error, "The end of job {Job} cannot be written; once its lease has run out it is done again")]
    public static partial void OutcomeGivenUp(ILogger log, Guid job, Exception error);

    [LoggerMessage(6, LogLevel.Information, "Job {Job} was cancelled, or is another worker's by now: its work ends")]
    public static partial void LeaseLost(ILogger log, Guid job);

    [LoggerMessage(7, LogLevel.Warning, "{Count} jobs did not end within {Seconds:0.#} s and are given back")]
    public static partial void GivenBack(ILogger log, int count, double seconds);

    [LoggerMessage(8, LogLevel.Warning, "{Count} jobs could not be given back; others do them once their leases have run out")]
    public static partial void LeftBehind(ILogger log, int count);
}
